import { describe, expect, it } from 'vitest';
import { writtenColumns } from '../../engine/workspace/plans/plan-written.ts';

const text = `tallystick: 1
name: n
source: { path: a }
target: { path: b }
tables:
  # a pair
  - name: accounts
    columns:
      # one name: 10 of 10 sampled rows agree
      id: { type: text }
      # by its values alone
      # gone: { type: text }
      # names alike;
      #  the source counts in units of 10^-2
      balance:
        type: decimal(2)
        source: { column: minor, scale: -2 }
        target:
          decimal_separator: ","
        tolerance: "0.01"
      __proto__: { type: text, source: p, rules: [trim, nfc], "null": ["-"] }
`;
const columns = writtenColumns(text).get('accounts')!;

describe('A column as the plan writes it', () => {
  it('says the comment above it as one line, and none of another column', () => {
    expect(columns.get('id')!.why).toBe('one name: 10 of 10 sampled rows agree');
    expect(columns.get('balance')!.why).toBe('names alike; the source counts in units of 10^-2');
    expect(columns.get('__proto__')!.why).toBe('');
  });

  it('says where it begins and ends', () => {
    const lines = text.split('\n');
    const shown = (name: string) => {
      const { first, last } = columns.get(name)!.lines;
      return [lines[first - 1]!.trim(), lines[last - 1]!.trim()];
    };
    expect(shown('id')).toEqual(['id: { type: text }', 'id: { type: text }']);
    expect(shown('balance')).toEqual(['balance:', 'tolerance: "0.01"']);
  });

  it('tells what holds for both sides from what a side says for itself', () => {
    expect(columns.get('balance')!.options).toEqual({});
    expect(columns.get('balance')!.sides).toEqual({ source: { scale: '-2' }, target: { decimal_separator: '","' } });
    expect(columns.get('__proto__')!.options).toEqual({ null: '["-"]', rules: '[trim, nfc]' });
  });

  it('is none where the text is no plan', () => {
    expect(writtenColumns('').size).toBe(0);
    expect(writtenColumns('{').size).toBe(0);
  });
});
