import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { documents } from '../../cli/documents.ts';
import { jcsBytes } from '../../engine/canonical/jcs.ts';
import { spotSchema, type Spot } from '../../contract/spot.ts';
import { folderOf, freshFolder, refusal, tallystick } from './tallystick.ts';

const rows = Array.from({ length: 400 }, (_, i) => `A${i},${i}.50,${i % 4 === 0 ? '' : `r${i % 4}`}`);
const csv = ['id,balance,region', ...rows, '=1+1,-7.00,r1', ''].join('\n');
const ledger = () =>
  folderOf({
    'plan.json': JSON.stringify({
      tallystick: 1,
      name: 'spotted',
      source: { path: 'source' },
      target: { path: 'target' },
      tables: [
        {
          name: 'accounts',
          key: ['id'],
          shard: 'region',
          columns: { id: { type: 'text' }, balance: { type: 'decimal(2)' }, region: { type: 'text' } },
        },
      ],
    }),
    'source/accounts.csv': csv,
    'target/accounts.csv': csv,
  });

let folder: string;
let result: string;
beforeAll(async () => {
  folder = ledger();
  result = join(folder, 'result');
  await tallystick(['reconcile', join(folder, 'plan.json'), '-o', result, '--quiet']);
});
const source = () => join(folder, 'source');
const of = (...more: string[]) => ['spot', result, '--side', 'source', '--table', 'accounts', ...more];
const random = (...more: string[]) => of('--method', 'random', '--seed', 'x', '--size', '20', ...more);
const spotIn = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Spot;
const drawn = async (...more: string[]) => {
  const file = join(freshFolder(), 'sample.json');
  const ended = await tallystick(random('--export', source(), '-o', file, '--quiet', ...more));
  return { ...ended, file, spot: spotIn(file) };
};

describe('spot', () => {
  it('writes a sample, and says what it can conclude in one sentence', async () => {
    const { status, stdout, file, spot } = await drawn();
    expect(status).toBe(0);
    expect(stdout).toContain('DRAWN   20 of 401 rows of table accounts in the source   random, seed "x"\n');
    expect(stdout).toContain(`concludes    ${spot.conclusion.sentence}\n`);
    expect(spot.conclusion.sentence).toMatch(
      /^If none of the 20 rows drawn is wrong, then with 95 % confidence at most/,
    );
    expect(stdout).toContain(`--redraw ${file}`);
    expect(spotSchema.safeParse(spot).error).toBeUndefined();
    expect(Buffer.compare(readFileSync(file), Buffer.from(jcsBytes(spot)))).toBe(0);
  });

  it('says of a monetary sample what is always and what is never drawn, and of a stratified one its shares', async () => {
    const monetary = of('--method', 'monetary', '--column', 'balance', '--size', '30', '--seed', 'x');
    const { stdout } = await tallystick([...monetary, '--export', source(), '-o', join(freshFolder(), 's'), '--quiet']);
    expect(stdout).toMatch(/^DRAWN {3}\d+ \(about 30 asked for\) of 401 rows/);
    expect(stdout).toMatch(/negative {5}1 row, -7\.00 in all, weighed without the sign\n/);
    const strata = of('--method', 'stratified', '--size', '30', '--seed', 'x', '--export', source());
    const said = (await tallystick([...strata, '-o', join(freshFolder(), 's'), '--quiet'])).stdout;
    expect(said).toMatch(/stratum {6}NULL: \d+ of 100 rows\n {2}stratum {6}r1: \d+ of 101 rows\n/);
  });

  it('is drawn again alike by whoever has the export, and with --json in a published form', async () => {
    const { file, spot } = await drawn();
    const { status, stdout } = await tallystick(['spot', result, '--redraw', file, '--export', source(), '--quiet']);
    expect([status, stdout]).toEqual([0, expect.stringContaining(`DRAWN ALIKE   20 of 401 rows`)]);
    expect(stdout).toContain(spot.conclusion.sentence);
    const json = await tallystick(['spot', result, '--redraw', file, '--export', source(), '--quiet', '--json']);
    const found = documents.redraw.parse(JSON.parse(json.stdout));
    expect(found).toMatchObject({ alike: true, differs: '', moved: '0', drawn: '20' });
    expect((await tallystick([...random('--export', source()), '--quiet', '--json'])).stdout).toBe(
      readFileSync(file, 'utf8'),
    );
  });

  it.each<[string, (spot: Spot) => object, RegExp]>([
    ['a row that was not drawn', ({ rows: [first, ...more] }) => ({ rows: [...more, first] }), /rows\[0\]/],
    ['a row less', ({ rows: all }) => ({ rows: all.slice(1) }), /rows/],
    ['another size', () => ({ size: '19' }), /conclusion|size|rows/],
    ['another conclusion', ({ conclusion }) => ({ conclusion: { ...conclusion, atMost: '0' } }), /conclusion\.atMost/],
    ['another seed', ({ draw }) => ({ draw: { ...draw, seed: 'y' } }), /rows\[0\]/],
  ])('a sample with %s is not as drawn, status 4', async (_, change, where) => {
    const { spot } = await drawn();
    const file = join(freshFolder(), 'forged.json');
    writeFileSync(file, jcsBytes({ ...spot, ...change(spot) }));
    const { status, stdout } = await tallystick(['spot', result, '--redraw', file, '--export', source(), '--quiet']);
    expect([status, stdout]).toEqual([4, expect.stringMatching(where)]);
    expect(stdout).toMatch(/^NOT AS DRAWN/);
  });

  it('is verified by itself as far as that goes, and what only the export shows is not done', async () => {
    for (const more of [
      ['--method', 'random'],
      ['--method', 'stratified'],
      ['--method', 'monetary', '--column', 'balance'],
    ]) {
      const file = join(freshFolder(), 'sample.json');
      await tallystick([...of(...more, '--size', '25', '--seed', 'x', '--export', source()), '-o', file, '--quiet']);
      const { status, stdout } = await tallystick(['verify', file, '--json', '--quiet']);
      const { sound, checks } = documents.verify.parse(JSON.parse(stdout));
      expect([status, sound, checks.map(({ name, result }) => `${name} ${result}`)]).toEqual([
        0,
        true,
        ['sample passed', 'records passed', 'ranks passed', 'conclusion passed', 'draw not_done'],
      ]);
    }
  });

  it.each<[string, (spot: Spot) => object, string]>([
    ['a record', ({ rows: [first, ...more] }) => ({ rows: [{ ...first!, record: '1.00,"X",' }, ...more] }), 'records'],
    [
      'a digest',
      ({ rows: [first, ...more] }) => ({ rows: [{ ...first!, digest: '0'.repeat(64) }, ...more] }),
      'records',
    ],
    ['the seed', ({ draw }) => ({ draw: { ...draw, seed: 'y' } }), 'ranks'],
    ['the order', ({ rows: [first, ...more] }) => ({ rows: [...more, first] }), 'ranks'],
    ['the sentence', ({ conclusion }) => ({ conclusion: { ...conclusion, sentence: 'All is well.' } }), 'conclusion'],
    ['the number of rows', ({ population }) => ({ population: { ...population, rows: '40' } }), 'conclusion'],
    ['its form', () => ({ more: 1 }), 'sample'],
  ])('is found out by itself where %s was changed', async (_, change, name) => {
    const { spot } = await drawn();
    const file = join(freshFolder(), 'forged.json');
    writeFileSync(file, jcsBytes({ ...spot, ...change(spot) }));
    const { status, stdout } = await tallystick(['verify', file, '--json', '--quiet']);
    const { checks } = documents.verify.parse(JSON.parse(stdout));
    expect([status, checks.find(({ result }) => result === 'failed')?.name]).toEqual([4, name]);
  });

  it('a sample of other rows, and a file that is none, is refused', async () => {
    const { spot } = await drawn();
    const at = (name: string, content: string | Uint8Array) => join(folderOf({ [name]: content }), name);
    const other = at('other.json', jcsBytes({ ...spot, draw: { ...spot.draw, root: '0'.repeat(64) } }));
    expect(await refusal(['spot', result, '--redraw', other])).toMatchObject({
      status: 4,
      said: expect.stringMatching(/drawn from other rows/) as string,
    });
    expect((await refusal(['spot', result, '--redraw', at('no.json', '{}')])).status).toBe(4);
    expect((await refusal(['spot', result, '--redraw', join(freshFolder(), 'none')])).status).toBe(3);
  });

  it('fills a sheet by hand: places, values, two empty columns, and nothing that a spreadsheet would run', async () => {
    const sheet = join(freshFolder(), 'sheet.csv');
    const all = of('--method', 'random', '--seed', 'x', '--size', '500', '--export', source());
    const out = join(freshFolder(), 'all.json');
    const { stdout } = await tallystick([...all, '-o', out, '--sheet', sheet, '--quiet']);
    expect(stdout).toMatch(/401 \(500 asked for\) of 401 rows/);
    expect(stdout).toMatch(/sheet {8}.*, 2 cells with a leading ' that a spreadsheet would have run/);
    const [head, ...lines] = readFileSync(sheet, 'utf8').split('\r\n');
    expect(head).toBe('"number","file","row","balance","id","region","result","note"');
    expect(lines).toHaveLength(402);
    expect(lines.find((line) => line.includes('1+1'))).toMatch(
      /^"\d+","accounts\.csv","401","'-7\.00","'=1\+1","r1",,$/,
    );
  });

  it.each<[string, string[], number, RegExp]>([
    ['no side', ['--table', 'accounts'], 2, /not said what is drawn/],
    ['no size', ['--side', 'source', '--table', 'accounts', '--method', 'random'], 2, /not said what is drawn/],
    [
      'a table that is not there',
      ['--side', 'source', '--table', 'people', '--method', 'random', '--size', '1', '--seed', 'x'],
      2,
      /no table "people"/,
    ],
    ['size 0', ['--size', '0'], 2, /whole number from 1 to 10000/i],
    [
      'a seed of two lines',
      ['--side', 'source', '--table', 'accounts', '--method', 'random', '--size', '1', '--seed', 'a\nb'],
      2,
      /seed is one line/i,
    ],
    ['a confidence that is none', ['--confidence', '100'], 2, /whole number from 50 to 99/i],
  ])('refuses %s', async (_, args, status, why) => {
    const refused = await refusal(['spot', result, ...args]);
    expect([refused.status, refused.said]).toEqual([status, expect.stringMatching(why)]);
  });

  it('asks for the export, refuses another, and never writes over a file', async () => {
    const { said } = await refusal(random());
    expect(said).toMatch(/a sample is drawn from the export/);
    const other = folderOf({ 'accounts.csv': csv.replace('A7,7.50', 'A7,7.51') });
    expect(await refusal(random('--export', other))).toMatchObject({ status: 3, code: 'input_changed' });
    const { file } = await drawn();
    const before = readFileSync(file);
    expect((await refusal(random('--export', source(), '-o', file))).code).toBe('output_not_empty');
    expect(readFileSync(file)).toEqual(before);
    expect((await refusal(['spot', result, '--redraw', file, '--seed', 'y'])).status).toBe(2);
  });

  it('leaves nothing half-written where a file cannot be', async () => {
    const into = freshFolder();
    const args = random('--export', source(), '-o', join(into, 'a.json'), '--sheet', join(into, 'none/a.csv'));
    expect((await refusal(args)).status).toBe(5);
    expect(existsSync(join(into, 'a.json'))).toBe(false);
  });

  it('in a workspace it takes the export from there, and its journal has a line of every draw', async () => {
    const workspace = ledger();
    mkdirSync(join(workspace, 'runs'));
    const settings = {
      tallystick: 'workspace',
      version: 1,
      name: 'w',
      source: { path: 'source' },
      target: { path: 'target' },
    };
    writeFileSync(join(workspace, 'workspace.json'), JSON.stringify(settings));
    await tallystick(['reconcile', join(workspace, 'plan.json'), '-o', join(workspace, 'runs/one'), '--quiet']);
    const file = join(freshFolder(), 'sample.json');
    const asked = ['--side', 'target', '--table', 'accounts', '--method', 'random', '--size', '5', '--seed', 'x'];
    const { status } = await tallystick(['spot', join(workspace, 'runs/one'), ...asked, '-o', file, '--quiet']);
    expect(status).toBe(0);
    const lines = readFileSync(join(workspace, 'journal.jsonl'), 'utf8').trimEnd().split('\n');
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({
      ...{ event: 'spot', run: 'one', side: 'target', table: 'accounts', method: 'random', seed: 'x', size: '5' },
      sample: createHash('sha256').update(readFileSync(file)).digest('hex'),
    });
    const verified = await tallystick(['verify', join(workspace, 'journal.jsonl'), '--quiet', '--json']);
    expect(JSON.parse(verified.stdout)).toMatchObject({
      checks: expect.arrayContaining([
        expect.objectContaining({ name: 'journal: lines', result: 'passed' }),
      ]) as unknown[],
    });
  });
});
