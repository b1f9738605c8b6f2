import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TallyError } from '../../contract/problem.ts';
import { jcsBytes } from '../../engine/canonical/jcs.ts';
import { verifyProof } from '../../engine/evidence/proof/verify-proof.ts';
import type { Report } from '../../engine/evidence/report/report.ts';
import { proofByHand } from '../evidence/proof/proof-by-hand.ts';
import { changedFiles, changedFormless } from '../evidence/verify/changed-files.ts';
import { changedReports } from '../evidence/verify/changed-reports.ts';
import { equalLedger, formlessLedger, ledger, type Table } from '../evidence/verify/ledger-by-hand.ts';
import { resum, seal } from '../evidence/verify/package-by-hand.ts';
import { forgery, formlessForgery, verify, type Forgery } from '../evidence/verify/verify-by-hand.ts';
import { changesOf, type Json } from './changed-members.ts';
import { isLeftToTheEngine, leftToTheEngine } from './left-to-the-engine.ts';
import { failuresOf, judged, standAlone } from './stand-alone.ts';

/** Another build than the one that made the package, as the stand-alone verifier is: no page is rendered again. */
const engine = (folder: string) => verify(folder, { build: 'another' });
const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();

/** With a page that names the report, so that a report of which none can be rendered is not refused for that alone. */
function withPage(folder: string): string {
  const digest = createHash('sha256')
    .update(readFileSync(join(folder, 'report.json')))
    .digest('hex');
  writeFileSync(join(folder, 'report.html'), digest);
  resum(
    folder,
    filesIn(folder).filter((name) => name !== 'SHA256SUMS'),
  );
  return folder;
}

/** Eight rows more on each side, equal and in no bucket, in the report and in fingerprints that fit it. */
function countMore({ report, notes, files }: Forgery): void {
  for (const side of ['source', 'target'] as const) {
    const [rows, more] = [notes[side].rows, String(Number(notes[side].rows) + 8)];
    Object.assign(notes[side], { matched: String(Number(notes[side].matched) + 8), rows: more });
    report.sides[side].files.at(-1)!.rows = more;
    const name = `${side}.fingerprint.json`;
    const last = files.get(name)!.toString().lastIndexOf(`"rows":"${rows}"`);
    const text = files.get(name)!.toString();
    files.set(name, Buffer.from(text.slice(0, last) + text.slice(last).replace(rows, more)));
    report.sides[side].identity = createHash('sha256').update(files.get(name)!).digest('hex');
  }
}

/** What is no proof at all is refused with an error. */
async function soundByEngine(proof: Uint8Array): Promise<boolean> {
  try {
    return (await verifyProof(proof, 'proof')).sound;
  } catch (error) {
    if (error instanceof TallyError) return false;
    throw error;
  }
}

describe('the stand-alone verifier and the engine', () => {
  it.each([
    ['every kind of difference', ledger],
    ['rows without a form', formlessLedger],
    ['no difference', equalLedger],
  ] as const)('both find a package with %s sound', async (_, tables) => {
    const folder = forgery(tables).seal();
    expect((await engine(folder)).sound).toBe(true);
    expect(failuresOf(await judged(folder))).toEqual([]);
  });

  it('both find every package of a ledger by chance sound, at any depth', async () => {
    const cell = fc.constantFrom(null, '', 'a', 'a,"b"', '0');
    const row = fc.tuple(
      fc.constantFrom(null, '-1.00', '0.00', '0.04', '7.10'),
      fc.constantFrom('k1', 'k2', 'k3', 'k4', 'k5', 'k6'),
      cell,
      cell,
    );
    const side = fc.array(row, { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(side, side, fc.integer({ min: 0, max: 6 }), async (source, target, depth) => {
        const rows = (file: string, cells: readonly (readonly (string | null)[])[]) =>
          cells.map((each, i) => ({ file, row: i + 1, cells: each }));
        const table: Table = {
          ...ledger[0]!,
          ...{ depth, where: null, excluded: 0, underRule: 0, checks: [] },
          source: rows('accounts-1.csv', source),
          target: rows('accounts.csv', target),
        };
        const folder = forgery([table]).seal();
        expect([(await engine(folder)).sound, failuresOf(await judged(folder))]).toEqual([true, []]);
      }),
      { numRuns: 150 },
    );
  });

  const all: [string, () => Forgery, (forgery: Forgery) => void][] = [
    ...changedFiles.map(([what, change]): [string, () => Forgery, (f: Forgery) => void] => [what, forgery, change]),
    ...changedFormless.map(([what, change]): [string, () => Forgery, (f: Forgery) => void] => [
      what,
      formlessForgery,
      change,
    ]),
    ...changedReports.map(([what, change]): [string, () => Forgery, (f: Forgery) => void] => [
      `the report ${what}`,
      forgery,
      change,
    ]),
    ['the fingerprints and the report count equal rows that no bucket holds', forgery, countMore],
  ];
  it.each(all.filter(([what]) => !leftToTheEngine.has(what)))(
    'both refuse a package where %s',
    async (_, make, change) => {
      const forged = make();
      change(forged);
      const folder = forged.seal();
      expect((await engine(folder)).sound).toBe(false);
      expect((await judged(folder)).sound).toBe(false);
    },
  );

  it.each(all.filter(([what]) => leftToTheEngine.has(what)))(
    'the engine alone refuses a package where %s, and the other says that it does not look there',
    async (what, make, change) => {
      const forged = make();
      change(forged);
      const folder = forged.seal();
      expect((await engine(folder)).sound).toBe(false);
      const { sound, checks } = await judged(folder);
      expect(sound).toBe(true);
      const left = checks.filter(({ result }) => result === 'not_done').map(({ why }) => why);
      expect(left.join('\n')).toContain(leftToTheEngine.get(what));
    },
  );

  it('leave to the engine by these words what is named here, and nothing that it judges', () => {
    const named = new Set(all.map(([what]) => what));
    expect([...leftToTheEngine.keys()].filter((what) => !named.has(what))).toEqual([]);
  });

  it('both refuse a package of which one byte is changed, wherever it is, and name the file', async () => {
    for (const tables of [ledger, formlessLedger, equalLedger]) {
      const folder = forgery(tables).seal();
      const originals = new Map(filesIn(folder).map((name) => [name, readFileSync(join(folder, name))]));
      const names = [...originals].filter(([, { length }]) => length > 0).map(([name]) => name);
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...names),
          fc.nat(),
          fc.integer({ min: 1, max: 255 }),
          async (name, at, by) => {
            const bytes = Buffer.from(originals.get(name)!);
            bytes[at % bytes.length]! ^= by;
            writeFileSync(join(folder, name), bytes);
            const found = failuresOf(await judged(folder)).join('\n');
            const { sound } = await engine(folder);
            writeFileSync(join(folder, name), originals.get(name)!);
            expect([sound, found]).toEqual([false, expect.stringContaining(name)]);
          },
        ),
        { numRuns: 120 },
      );
    }
  });

  it('both judge a report alike, whichever of its values is missing, null, another or there twice', async () => {
    const changes = [ledger, formlessLedger].flatMap((tables) =>
      changesOf(forgery(tables).report as unknown as Json).map(([fact, report]) => ({ tables, fact, report })),
    );
    expect(changes.length).toBeGreaterThan(1000);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...changes), async ({ tables, fact, report }) => {
        const { files } = forgery(tables);
        const folder = withPage(seal({ files, report: report as unknown as Report }));
        const [{ sound }, alone] = [await engine(folder), await judged(folder)];
        expect([fact, alone.sound]).toEqual([fact, sound || (alone.sound && isLeftToTheEngine(fact))]);
      }),
      { numRuns: 150 },
    );
  });

  it('both judge a proof alike, whichever of its values is missing, null, another or there twice', async () => {
    for (const key of ['A7', 'nobody'])
      for (const [fact, proof] of changesOf(proofByHand(key))) {
        const bytes = jcsBytes(proof);
        const { sound } = await standAlone.verifyProof(bytes);
        expect([fact, sound]).toEqual([fact, await soundByEngine(bytes)]);
      }
  });

  it('both read a proof in any spelling of its JSON, and refuse a member that stands twice', async () => {
    const proof = proofByHand('A7');
    const text = JSON.stringify(Object.fromEntries(Object.entries(proof).toReversed()), null, 2);
    const escaped = text.replace('"record"', String.raw`"\u0072ecord"`);
    const soundByBoth = async (spelling: string) => [
      (await standAlone.verifyProof(Buffer.from(spelling))).sound,
      await soundByEngine(Buffer.from(spelling)),
    ];
    for (const spelling of [text, escaped, `${text}\n`]) {
      expect(await soundByBoth(spelling)).toEqual([true, true]);
      for (const more of ['"claim": "absent"', '"claim": "included"', String.raw`"cla\u0069m": "absent"`, '"a": 1'])
        expect([more, ...(await soundByBoth(spelling.replace('{', `{ ${more},`)))]).toEqual([more, false, false]);
    }
  });

  it('both refuse a fingerprint that is swapped with the other side’s, also with the sums rewritten', async () => {
    const folder = forgery().seal();
    const [source, target] = ['source', 'target'].map((side) => join(folder, `${side}.fingerprint.json`)) as [
      string,
      string,
    ];
    const [a, b] = [readFileSync(source), readFileSync(target)];
    writeFileSync(source, b);
    writeFileSync(target, a);
    resum(
      folder,
      filesIn(folder).filter((name) => name !== 'SHA256SUMS'),
    );
    expect((await engine(folder)).sound).toBe(false);
    expect(failuresOf(await judged(folder)).join('\n')).toMatch(
      /source fingerprint: Its SHA-256 is not the source's identity/,
    );
  });

  it('both refuse an equation that does not close, with everything around it made to fit', async () => {
    const forged = forgery();
    forged.accounts.source.excluded = '1';
    const folder = forged.seal();
    expect((await engine(folder)).sound).toBe(false);
    expect(failuresOf(await judged(folder)).join('\n')).toMatch(/equation: The equation does not close/);
  });
});
