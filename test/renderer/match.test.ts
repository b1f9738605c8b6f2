import { describe, expect, it } from 'vitest';
import { changed } from '../../renderer/views/match/changed.ts';
import { ruleNames, typedOf, yamlOf } from '../../renderer/views/match/options.ts';
import { reasonOf } from '../../renderer/views/match/reason.ts';
import { columnsOf, rowsOf, type PlanColumn, type PlanTable } from '../../renderer/views/match/rows.ts';
import { ofBase, typeParts, typeText } from '../../renderer/views/match/types.ts';

const pair = (name: string, source: string, target: string): PlanColumn => ({
  name,
  type: 'text',
  source: { column: source, options: {}, form: [] },
  target: { column: target, options: {}, form: [] },
  tolerance: null,
  rules: [],
  options: {},
  why: '',
  lines: { first: 1, last: 1 },
});
const table: PlanTable = {
  name: 'accounts',
  key: ['id'],
  columns: [pair('balance', 'minor', 'balance'), pair('id', 'ID', 'id')],
  ignored: [{ side: 'target', column: 'loaded_at', reason: 'set by the loader' }],
  unmapped: [{ side: 'source', column: 'flag' }],
};

describe('The list of columns', () => {
  it('has the key first, then the other pairs, then what waits, then what is left out', () => {
    expect(rowsOf(table).map(({ id }) => id)).toEqual([
      'pair id',
      'pair balance',
      'source flag',
      'ignored target loaded_at',
    ]);
  });

  it('offers for pairing the columns that wait before those that are taken', () => {
    expect(columnsOf(table, 'source')).toEqual(['flag', 'minor', 'ID']);
    expect(columnsOf(table, 'target')).toEqual(['loaded_at', 'balance', 'id']);
  });
});

describe('The remark above a column', () => {
  it('is taken apart where a proposal wrote it', () => {
    expect(reasonOf('names alike: 1,497 of 1,500 sampled rows agree; all 1,500 values have the form')).toEqual({
      why: 'names alike; all 1,500 values have the form',
      agree: { share: 0.998, words: '1,497 of 1,500 sampled rows agree' },
    });
  });

  it('says how many agree where the others differ too', () => {
    const remark = 'one name: 1,157 of 1,187 sampled rows agree, the others differ; all 1,200 values have the form';
    expect(reasonOf(remark)).toEqual({
      why: 'one name; the others differ; all 1,200 values have the form',
      agree: { share: 1157 / 1187, words: '1,157 of 1,187 sampled rows agree' },
    });
  });

  it('is all reason where a person wrote it', () => {
    expect(reasonOf('Mara says so')).toEqual({ why: 'Mara says so', agree: null });
    expect(reasonOf('')).toEqual({ why: '', agree: null });
  });
});

describe('An option as it is typed', () => {
  it.each([',', '%d/%m/%Y', '"', '\\', 'null', '-2', ' '])('comes back from the plan as it went in: %s', (typed) => {
    expect(typedOf('text', yamlOf('text', typed)!)).toBe(typed);
  });

  it('is taken away when nothing is left of it', () => {
    expect(yamlOf('text', '')).toBeNull();
    expect(yamlOf('number', '')).toBeNull();
  });

  it('stands as the plan writes it where it is more than a text', () => {
    expect(yamlOf('number', '-2')).toBe('-2');
    expect(typedOf('yaml', '{ "978": EUR }')).toBe('{ "978": EUR }');
    expect(ruleNames('[trim, nfc]')).toEqual(['trim', 'nfc']);
  });
});

describe('A type', () => {
  it.each(['decimal(12)', 'timestamp(3)', 'text', 'datetime(6)'])('%s is the same after it was taken apart', (type) => {
    expect(typeText(typeParts(type))).toBe(type);
  });

  it('gets its usual digits when it is chosen', () => {
    expect(typeText(ofBase('decimal'))).toBe('decimal(2)');
    expect(typeText(typeParts('timestamp'))).toBe('timestamp(6)');
  });
});

describe('A text that was changed elsewhere', () => {
  it('is changed in the editor at its own place alone', () => {
    expect(changed('a: 1\nb: 2\nc: 3\n', 'a: 1\nb: 20\nc: 3\n')).toEqual({ from: 9, to: 9, insert: '0' });
    expect(changed('a', 'a')).toBeNull();
    expect(changed('aa', 'a')).toEqual({ from: 1, to: 2, insert: '' });
  });
});
