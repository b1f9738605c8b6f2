import { describe, expect, it } from 'vitest';
import { proposalSchema } from '../../engine/propose/proposal.ts';
import { proposalDocument } from '../../engine/propose/propose.ts';
import { lines, Proposing } from './proposing.ts';

const proposing = new Proposing();
const many = (count: number, row: (i: number) => string): string[] => Array.from({ length: count }, (_, i) => row(i));
const mixed = (i: number): number => (i * 7_919) % 1_000;

describe('a proposal', () => {
  it('says for every line why, and what was seen', async () => {
    const { proposal, yaml } = await proposing.of({
      'source/accounts.csv': lines(
        'ID,BAL_MINOR',
        many(300, (i) => `${i},${mixed(i)}`),
      ),
      'target/account.csv': lines('balance;id', many(300, (i) => `${(mixed(i) / 100).toFixed(2)};${i}`).toReversed()),
    });
    expect(yaml).toContain('source 300 rows, each its own key; target 300 rows, each its own key; 300 keys on both');
    expect(yaml).toContain(
      'counts in units of 10^-2: 300 of 300 sampled rows agree; all 300 and 300 values have the form',
    );
    expect(yaml).toContain('csv: { delimiter: ";" }');
    for (const { table } of proposal.tables)
      for (const part of [table, table.key, ...table.columns]) {
        expect(part.why).not.toBe('');
        expect(part.evidence).not.toBe('');
      }
    const document = proposalDocument(proposal, null);
    expect(proposalSchema.parse(JSON.parse(JSON.stringify(document)))).toEqual(document);
  });

  it('is made over values of millions of digits, which no pattern is held against', async () => {
    const long = '1'.repeat(9_000_000);
    const rows = ['1,12', `2,${long}`, '3,14'];
    const { proposal } = await proposing.of({
      'source/a.csv': lines('id,v', rows),
      'target/a.csv': lines('id,v', rows),
    });
    expect(proposal.tables[0]!.table.columns).toHaveLength(2);
  });

  it('is the same bytes for the same files', async () => {
    const files = {
      'source/a.csv': lines(
        'id,x,y',
        many(500, (i) => `${i},${mixed(i)},${i % 7}`),
      ),
      'target/a.csv': lines(
        'id,x,y',
        many(500, (i) => `${i},${mixed(i)},${i % 7}`),
      ),
    };
    expect((await proposing.of(files)).yaml.replace(/^name: .*/m, '')).toBe(
      (await proposing.of(files)).yaml.replace(/^name: .*/m, ''),
    );
  });

  it('leaves commented what it is unsure of, so that the column stays unmapped until somebody decides', async () => {
    const { plan, yaml, proposal } = await proposing.of({
      'source/t.csv': lines(
        'id,grade',
        many(400, (i) => `${i},${'ABC'[mixed(i) % 3]!}`),
      ),
      'target/t.csv': lines(
        'id,class',
        many(400, (i) => `${i},${'123'[(mixed(i) + (i % 5 === 0 ? 1 : 0)) % 3]!}`),
      ),
    });
    expect(plan.tables[0]!.columns.map(({ name }) => name)).toEqual(['id']);
    expect(yaml).toMatch(/# class: \{ type: text.*values/);
    expect(proposal.tables[0]!.table.columns.find(({ name }) => name === 'class')).toMatchObject({ sure: false });
  });

  it('lists what has no counterpart as lines to ignore, commented and without a reason of its own', async () => {
    const { plan, yaml } = await proposing.of({
      'source/t.csv': lines(
        'id,x',
        many(50, (i) => `${i},v${i}`),
      ),
      'target/t.csv': lines(
        'id,x,loaded_at',
        many(50, (i) => `${i},v${i},2026-01-31T02:10:00Z`),
      ),
    });
    expect(plan.tables[0]!.ignore).toEqual([]);
    expect(yaml).toContain('#   - { side: target, column: loaded_at, reason: say why }');
  });

  it('names a table that has no counterpart, and pairs the others', async () => {
    const { plan, yaml } = await proposing.of({
      'source/accounts.csv': lines(
        'id,x',
        many(50, (i) => `${i},v${i}`),
      ),
      'source/audit_log.csv': lines(
        'event,who',
        many(50, (i) => `e${i},w${i}`),
      ),
      'target/accounts.csv': lines(
        'id,x',
        many(50, (i) => `${i},v${i}`),
      ),
      'target/README.md': 'about',
    });
    expect(plan.tables.map(({ name }) => name)).toEqual(['accounts']);
    expect(yaml).toContain(
      `# The source's table "audit_log" is in no line of this plan: no table of the other side is like it`,
    );
    expect(yaml).toContain(`# The target's "README.md" is no data file.`);
  });

  it('pairs tables by their values where names do not help', async () => {
    const people = many(80, (i) => `P-${i},person ${i}`);
    const things = many(80, (i) => `T-${i},thing ${i}`);
    const { proposal } = await proposing.of({
      'source/tab_a.csv': lines('k,v', people),
      'source/tab_b.csv': lines('k,v', things),
      'target/x1x.csv': lines('k,v', things.toReversed()),
      'target/y1y.csv': lines('k,v', people.toReversed()),
    });
    expect(proposal.tables.map(({ table }) => [table.source.name, table.target.name])).toEqual([
      ['tab_a', 'y1y'],
      ['tab_b', 'x1x'],
    ]);
  });

  it('takes the fewest columns that are unique on both sides for the key', async () => {
    const row = (i: number) => `${Math.floor(i / 4)},${i % 4},${mixed(i) % 90},p${i % 3}`;
    const { plan } = await proposing.of({
      'source/lines.csv': lines('doc,line,qty,kind', many(400, row)),
      'target/lines.csv': lines('doc,line,qty,kind', many(400, row).toReversed()),
    });
    expect(plan.tables[0]!.key).toEqual(['doc', 'line']);
  });

  it('meets keys that are written otherwise: upper case without dashes, padded, and dates in another order', async () => {
    const uuid = (i: number) => `${String(i).padStart(8, '0')}-0000-4000-8000-${String(i * 977).padStart(12, 'ab')}`;
    const day = (i: number) => [`2024-03-${String(1 + (i % 28)).padStart(2, '0')}`, `${1 + (i % 28)}.3.2024`] as const;
    const { plan } = await proposing.of({
      'source/a.csv': lines(
        'id,v',
        many(200, (i) => `${uuid(i)},${i}`),
      ),
      'target/a.csv': lines(
        'id,v',
        many(200, (i) => `${uuid(i).replaceAll('-', '').toUpperCase()},${i}`),
      ),
      'source/b.csv': lines(
        'acct,day,bal',
        many(280, (i) => `A${Math.floor(i / 28)},${day(i)[0]},${mixed(i)}`),
      ),
      'target/b.csv': lines(
        'acct,day,bal',
        many(280, (i) => `A${Math.floor(i / 28)}  ,${day(i)[1]},${mixed(i)}`),
      ),
    });
    expect(plan.tables[0]).toMatchObject({ key: ['id'] });
    expect(plan.tables[0]!.columns[0]!.type).toEqual({ kind: 'uuid' });
    const { key, columns } = plan.tables[1]!;
    expect(key).toEqual(['acct', 'day']);
    expect(columns.find(({ name }) => name === 'day')!.sides.target.reading.format).toBe('%d.%m.%Y');
    expect(columns.find(({ name }) => name === 'acct')!.sides.target.reading.rules).toEqual(['trim']);
  });

  it('says that there is no key where rows repeat, and pairs columns by the values both have', async () => {
    const row = (i: number) => `${i % 40},${(i % 40) * 3}.50`;
    const { plan, yaml } = await proposing.of({
      'source/moves.csv': lines('a,b', many(400, row)),
      'target/moves.csv': lines(
        'b,a',
        many(400, (i) => row(i).split(',').toReversed().join()),
      ),
    });
    expect(plan.tables[0]!.key).toEqual([]);
    expect(plan.tables[0]!.columns.map(({ name, type }) => [name, type.kind])).toEqual([
      ['a', 'int'],
      ['b', 'decimal'],
    ]);
    expect(yaml).toContain('# no key: ');
  });

  it('widens a type by all rows, not by the sample: one value of 20,000 with a third digit', async () => {
    const amount = (i: number) => (i === 19_999 ? '1.005' : `${mixed(i)}.50`);
    const { plan } = await proposing.of({
      'source/t.csv': lines(
        'id,amount',
        many(20_000, (i) => `${i},${amount(i)}`),
      ),
      'target/t.csv': lines(
        'id,amount',
        many(20_000, (i) => `${i},${amount(i)}`),
      ),
    });
    expect(plan.tables[0]!.columns.find(({ name }) => name === 'amount')!.type).toEqual({ kind: 'decimal', scale: 3 });
  });

  it('looks a code up that is too rare for the sample', async () => {
    const code = (i: number) => (i === 19_999 ? 'Z' : 'AB'[mixed(i) % 2]!);
    const words: Record<string, string> = { A: 'OPEN', B: 'SHUT', Z: 'LOST' };
    const { plan } = await proposing.of({
      'source/t.csv': lines(
        'id,st',
        many(20_000, (i) => `${i},${code(i)}`),
      ),
      'target/t.csv': lines(
        'id,status',
        many(20_000, (i) => `${i},${words[code(i)]!}`),
      ),
    });
    const status = plan.tables[0]!.columns.find(({ name }) => name === 'status')!;
    expect(Object.fromEntries(status.sides.source.reading.values!)).toEqual(words);
  });

  it('looks up the few rows of an hour that a clock shows twice, and which of the two they mean', async () => {
    // 2024-10-27 01:15 UTC is the second 02:15 of Paris; all other rows are in the summer before.
    const time = (i: number) => (i >= 19_996 ? Date.UTC(2024, 9, 27, 1, 15, i % 60) : Date.UTC(2024, 5, 1) + i * 1_000);
    const clock = (ms: number) => new Date(ms + (ms < Date.UTC(2024, 9, 27, 1) ? 2 : 1) * 3_600_000).toISOString();
    const { plan } = await proposing.of({
      'source/t.csv': lines(
        'id,ts',
        many(20_000, (i) => `${i},${time(i)}`),
      ),
      'target/t.csv': lines(
        'id,at',
        many(20_000, (i) => `${i},${clock(time(i)).slice(0, 19).replace('T', ' ')}`),
      ),
    });
    const { reading } = plan.tables[0]!.columns.find(({ name }) => name === 'at')!.sides.target;
    expect(reading).toMatchObject({ zone: 'Europe/Paris', ambiguous: 'later' });
  });

  it('takes hostile names as the data they are', async () => {
    const names = [
      '"; DROP TABLE x; --',
      '../../x',
      '__proto__',
      'constructor',
      '💶',
      'a,b',
      "it's",
      'x'.repeat(300),
      'null',
      '2024',
    ];
    const header = names.map((name) => `"${name.replaceAll('"', '""')}"`).join(',');
    const row = (i: number) => names.map((_, c) => `v${c}-${i}`).join(',');
    const { plan } = await proposing.of({
      "source/o'brien; --.csv": lines(header, many(30, row)),
      "target/o'brien; --.csv": lines(header, many(30, row)),
    });
    expect(plan.tables[0]!.columns.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
    expect(plan.tables[0]!.name).toBe("o'brien; --");
  });

  it('takes hostile values as data: codes called __proto__, quotes, and comments', async () => {
    const codes = ['__proto__', "'; --", '# no', '"'];
    const { plan } = await proposing.of({
      'source/t.csv': lines(
        'id,c',
        many(200, (i) => `${i},"${codes[mixed(i) % 4]!.replaceAll('"', '""')}"`),
      ),
      'target/t.csv': lines(
        'id,c',
        many(200, (i) => `${i},WORD NUMBER ${mixed(i) % 4}`),
      ),
    });
    const values = plan.tables[0]!.columns.find(({ name }) => name === 'c')!.sides.source.reading.values!;
    expect([...values.keys()].toSorted()).toEqual(codes.toSorted());
  });

  it('pairs empty tables by their names alone', async () => {
    const { plan, yaml } = await proposing.of({
      'source/t.csv': 'id,x\n',
      'target/t.csv': 'x,id\n',
    });
    expect(plan.tables[0]!.columns.map(({ name, type }) => [name, type.kind])).toEqual([
      ['id', 'text'],
      ['x', 'text'],
    ]);
    expect(yaml).toContain('no value to compare');
  });

  it('takes files of other columns for other tables, whatever their names', async () => {
    const { plan } = await proposing.of({
      'source/t1.csv': lines(
        'id,x',
        many(30, (i) => `${i},a${i}`),
      ),
      'source/t2.csv': lines(
        'id,y',
        many(30, (i) => `${i},b${i}`),
      ),
      'target/t1.csv': lines(
        'id,x',
        many(30, (i) => `${i},a${i}`),
      ),
      'target/t2.csv': lines(
        'id,y',
        many(30, (i) => `${i},b${i}`),
      ),
    });
    expect(plan.tables.map(({ name }) => name)).toEqual(['t1', 't2']);
  });

  it('is refused where names of columns differ only in case, and where nothing is alike', async () => {
    await expect(proposing.of({ 'source/t.csv': 'id,Id\n1,2\n', 'target/t.csv': 'id\n1\n' })).rejects.toMatchObject({
      problem: { code: 'input_header' },
    });
    await expect(
      proposing.of({
        'source/people.csv': lines(
          'who',
          many(30, (i) => `p${i}`),
        ),
        'target/rates.csv': lines(
          'percent',
          many(30, (i) => `${i}.25`),
        ),
      }),
    ).rejects.toMatchObject({ problem: { code: 'incomparable' } });
    await expect(proposing.of({ 'target/t.csv': 'id\n1\n' })).rejects.toMatchObject({
      problem: { code: 'input_missing' },
    });
  });
});
