import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalLedger, formlessLedger, ledger } from './ledger-by-hand.ts';
import { resum, seal } from './package-by-hand.ts';
import { edit, failures, forgery, verify } from './verify-by-hand.ts';

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();
const written = (folder: string): string[] => filesIn(folder).filter((name) => name !== 'SHA256SUMS');
const flip = (bytes: Buffer): Buffer => (bytes.length === 0 ? Buffer.from('\n') : bytes.fill(bytes[0]! ^ 1, 0, 1));
const namesOfRun = [...forgery().files.keys(), 'report.html', 'report.json'].sort();

describe('a package as a run writes it', () => {
  it.each([
    ['every kind of difference', ledger],
    ['rows without a form', formlessLedger],
    ['no difference', equalLedger],
  ] as const)('is sound with %s, and what needs the exports is said', async (_, tables) => {
    const { sound, checks } = await verify(forgery(tables).seal());
    expect(sound).toBe(true);
    expect(checks.filter(({ result }) => result === 'not_done').map(({ name }) => name)).toEqual([
      'differences.parquet',
      'rerun',
      'exports',
      'control totals',
      'plan checks',
      'plan signature',
      'sign-offs',
    ]);
  });

  it('is sound with a file beside it, which is said not to be part of the evidence', async () => {
    const folder = forgery().seal();
    writeFileSync(join(folder, 'notes.txt'), 'x');
    mkdirSync(join(folder, 'drafts'));
    writeFileSync(join(folder, 'drafts', 'plan.yaml'), 'x');
    const { sound, checks } = await verify(folder);
    expect(sound).toBe(true);
    expect(checks[0]).toEqual({
      name: 'files',
      result: 'not_done',
      why: 'Not part of the evidence: notes.txt, drafts/',
    });
  });
});

describe('a package of which one byte is changed', () => {
  it.each([...namesOfRun, 'SHA256SUMS'])('is refused and %s is named', async (name) => {
    const folder = forgery().seal();
    edit(folder, name, flip);
    expect((await failures(folder)).join('\n')).toContain(name);
  });

  it.each(namesOfRun.filter((name) => name !== 'run.json'))(
    'is refused with SHA256SUMS rewritten to fit, and %s is named',
    async (name) => {
      const folder = forgery().seal();
      edit(folder, name, flip);
      resum(folder, written(folder));
      expect((await failures(folder)).join('\n')).toContain(name);
    },
  );

  it('is refused wherever the byte is, also with SHA256SUMS rewritten to fit', async () => {
    const folder = forgery().seal();
    const originals = new Map(filesIn(folder).map((name) => [name, readFileSync(join(folder, name))]));
    const name = fc.constantFrom(...[...originals].filter(([, { length }]) => length > 0).map(([each]) => each));
    await fc.assert(
      fc.asyncProperty(name, fc.nat(), fc.integer({ min: 1, max: 255 }), fc.boolean(), async (file, at, by, fit) => {
        const bytes = Buffer.from(originals.get(file)!);
        bytes[at % bytes.length]! ^= by;
        writeFileSync(join(folder, file), bytes);
        if (fit) resum(folder, written(folder));
        const found = (await failures(folder)).join('\n');
        for (const each of [file, 'SHA256SUMS']) writeFileSync(join(folder, each), originals.get(each)!);
        // What a rewritten SHA256SUMS says of itself, or of run.json, nobody has signed.
        if (fit && (file === 'run.json' || file === 'SHA256SUMS')) expect(found).toBe('');
        else expect(found).toContain(file);
      }),
      { numRuns: 400 },
    );
  });
});

describe('a package of which a file', () => {
  it.each(namesOfRun)('%s is missing is refused and names it, also with SHA256SUMS rewritten to fit', async (name) => {
    const folder = forgery().seal();
    rmSync(join(folder, name));
    expect((await failures(folder)).join('\n')).toContain(`Missing from the package: ${name}`);
    resum(folder, written(folder));
    expect((await failures(folder)).join('\n')).toContain(name);
  });

  it('SHA256SUMS is missing is refused', async () => {
    const folder = forgery().seal();
    rmSync(join(folder, 'SHA256SUMS'));
    expect(await failures(folder)).toEqual(['sha256sums: The file is missing (SHA256SUMS)']);
  });

  it.each(['plan.yaml', 'tables/0001', 'signoffs'])(
    '%s is a link is refused and the link not followed',
    async (name) => {
      const folder = forgery().seal();
      const elsewhere = forgery().seal();
      rmSync(join(folder, name), { recursive: true });
      symlinkSync(join(elsewhere, name), join(folder, name));
      expect((await failures(folder)).join('\n')).toContain(
        `files: Neither a file nor a folder, so it could show anything: ${name}`,
      );
    },
  );

  it('report.json is a folder is refused', async () => {
    const folder = forgery().seal();
    rmSync(join(folder, 'report.json'));
    mkdirSync(join(folder, 'report.json'));
    expect((await failures(folder)).join('\n')).toContain('report: The file is missing (report.json)');
  });
});

describe('a SHA256SUMS', () => {
  const sums = (change: (lines: string[]) => string[]) => async () => {
    const folder = forgery().seal();
    edit(folder, 'SHA256SUMS', (bytes) =>
      Buffer.from(
        change(bytes.toString('utf8').split('\n').slice(0, -1))
          .map((line) => `${line}\n`)
          .join(''),
      ),
    );
    return (await failures(folder)).join('\n');
  };
  const zeros = '0'.repeat(64);

  it.each([
    ['../plan.yaml', /^sha256sums: Line \d+ names a file outside the package/],
    ['/etc/passwd', /^sha256sums: Line \d+ names a file outside the package/],
    ['tables\\0001', /^sha256sums: Line \d+ names a file outside the package/],
    ['./plan.yaml', /^sha256sums: Line \d+ names a file outside the package/],
    ['tables/../plan.yaml', /^sha256sums: Line \d+ names a file outside the package/],
    ['notes.txt', /^sha256sums: notes.txt is no file that a run writes/],
    ['SHA256SUMS', /^sha256sums: SHA256SUMS is no file that a run writes/],
    ['signoffs/001.json', /^sha256sums: signoffs\/001.json is no file that a run writes/],
    ['tables/0009/source.buckets', /^sha256sums: Missing from the package: tables\/0009\/source.buckets/],
  ])('that lists %s is refused', async (name, failure) => {
    const insert = sums((lines) =>
      [...lines, `${zeros}  ${name}`].sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1)),
    );
    expect(await insert()).toMatch(failure);
  });

  it.each([
    [
      'leaves a file out',
      sums((lines) => lines.filter((line) => !line.endsWith('.buckets'))),
      /^sha256sums: Not listed/,
    ],
    [
      'leaves run.json out',
      sums((lines) => lines.filter((line) => !line.endsWith('run.json'))),
      /^sha256sums: Not listed/,
    ],
    ['is in another order', sums((lines) => lines.reverse()), /^sha256sums: The lines are not in their order/],
    ['lists a file twice', sums((lines) => [lines[0]!, ...lines]), /^sha256sums: A file is named twice/],
    ['has one space', sums((lines) => lines.map((line) => line.replace('  ', ' '))), /^sha256sums: Line 1 is not/],
    [
      'marks files as binary',
      sums((lines) => lines.map((line) => line.replace('  ', ' *'))),
      /^sha256sums: Line 1 is not/,
    ],
    [
      'writes digests in capitals',
      sums((lines) => lines.map((line) => line.toUpperCase())),
      /^sha256sums: Line 1 is not/,
    ],
    ['has a comment', sums((lines) => ['# fine', ...lines]), /^sha256sums: Line 1 is not/],
    ['ends its lines by CRLF', sums((lines) => lines.map((line) => `${line}\r`)), /^sha256sums: /],
    ['is empty', sums(() => []), /^sha256sums: /],
  ])('that %s is refused', async (_, tampered, failure) => {
    expect(await tampered()).toMatch(failure);
  });

  it('without a final line end is refused', async () => {
    const folder = forgery().seal();
    edit(folder, 'SHA256SUMS', (bytes) => bytes.subarray(0, -1));
    expect((await failures(folder)).join('\n')).toMatch(/^sha256sums: /);
  });
});

describe('report.html', () => {
  it('is not rendered again by another build, but must name this report.json', async () => {
    const folder = forgery().seal();
    const { checks, sound } = await verify(folder, { build: '10.0.0' });
    expect(sound).toBe(true);
    expect(checks.find(({ name }) => name === 'report.html')).toMatchObject({ result: 'not_done' });
    const other = seal(forgery(), ({ predicate }) => (predicate.at = '2026-01-31T02:10:01Z'));
    writeFileSync(join(folder, 'report.html'), readFileSync(join(other, 'report.html')));
    resum(folder, written(folder));
    const after = await verify(folder, { build: '10.0.0' });
    expect(after.checks.find(({ name }) => name === 'report.html')).toMatchObject({
      result: 'failed',
      why: 'The page was not made from this report.json (report.html)',
    });
  });
});
