import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MovementView, StepView } from '../../contract/rehearsal.ts';
import { chartOf } from '../../renderer/views/rehearsals/chart.ts';
import { everything, movedIn, scopeOf, scopesOf, scopeText, standsOf } from '../../renderer/views/rehearsals/scopes.ts';

const moved = (fresh: string, gone: string, persisting: string, back = '0'): MovementView => ({
  ...{ new: fresh, gone, persisting, altered: '0', back },
});
const gate = { value: '1', excepted: '0', pass: false };
const huge = '900719925474099312345';
const step = (all: MovementView): StepView => ({
  ...{ from: '0', to: '1', planChanged: false, all },
  tables: [
    {
      name: 'accounts',
      only: null,
      kinds: [
        { kind: 'changed', ...moved('1', '2', '3') },
        { kind: 'source_only', ...moved(huge, '0', '1', '4') },
      ],
    },
    { name: 'customers', only: null, kinds: [] },
  ],
  gates: [
    { name: 'changed', before: gate, after: gate, moved: moved('1', '2', '3') },
    { name: 'within_tolerance.max_sum', before: gate, after: gate, moved: moved('0', '0', '0') },
    { name: 'totals', before: gate, after: gate, moved: null },
  ],
});

describe('What is looked at of rehearsals', () => {
  const one = step(moved('5', '2', '4', '1'));
  it('is all of it, a table, or what a gate counts; a gate that counts no differences is none', () => {
    expect(scopesOf({ runs: ['a', 'b'], steps: [one] }).map(scopeText)).toEqual([
      'all',
      'table:accounts',
      'table:customers',
      'gate:changed',
      'gate:within_tolerance',
    ]);
  });

  it('adds up exactly, beyond what a number of JavaScript holds', () => {
    expect(movedIn(one, { of: 'table', name: 'accounts' })).toEqual({
      ...{ new: '900719925474099312346', gone: '2', persisting: '4', altered: '0', back: '4' },
    });
    expect(movedIn(one, { of: 'table', name: 'customers' })).toEqual(moved('0', '0', '0'));
    expect(movedIn(one, { of: 'gate', name: 'changed' })).toEqual(moved('1', '2', '3'));
    expect(standsOf({ runs: ['a', 'b'], steps: [one] }, everything)).toEqual([
      { run: 'a', moved: null, all: '6' },
      { run: 'b', moved: one.all, all: '10' },
    ]);
  });

  it('is kept in the address, whatever a table is called', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('table' as const, 'gate' as const), (name, of) => {
        expect(scopeOf(scopeText({ of, name }))).toEqual({ of, name });
      }),
    );
    expect(scopeOf(undefined)).toEqual(everything);
    expect(scopeOf('nonsense')).toEqual(everything);
  });
});

describe('The chart of rehearsals', () => {
  const count = fc.oneof(fc.constant('0'), fc.constant('1'), fc.bigInt(0n, 10n ** 9n).map(String));
  const movement = fc
    .record({ new: count, gone: count, persisting: count, back: count })
    .map((counts): MovementView => ({ ...counts, altered: '0' }));

  it('stands what is there on the line and hangs what is gone below it, nothing too thin to be seen', () => {
    fc.assert(
      fc.property(fc.array(movement, { minLength: 1, maxLength: 12 }), (moves) => {
        const first = { run: 'first', moved: null, all: String(BigInt(moves[0]!.persisting) + BigInt(moves[0]!.gone)) };
        const stands = [
          first,
          ...moves.map((one, i) => ({
            run: String(i),
            moved: one,
            all: String(BigInt(one.new) + BigInt(one.persisting) + BigInt(one.back)),
          })),
        ];
        const { columns, zero } = chartOf(stands, 800, 200);
        for (const { stand, parts, top } of columns) {
          const standing = parts.filter(({ name }) => name !== 'gone');
          let at = zero;
          for (const part of standing) {
            expect(part.y + part.height).toBeCloseTo(at, 6);
            at = part.y;
          }
          expect(top).toBeCloseTo(at, 6);
          for (const part of parts) expect(part.height).toBeGreaterThanOrEqual(1);
          const counts =
            stand.moved === null
              ? [stand.all]
              : [stand.moved.new, stand.moved.persisting, stand.moved.back, stand.moved.gone];
          expect(parts).toHaveLength(counts.filter((one) => one !== '0').length);
        }
      }),
    );
  });

  it('marks whole numbers alone', () => {
    const { ticks } = chartOf([{ run: 'a', moved: null, all: '1' }], 300, 200);
    expect(ticks.map(({ count: marked }) => marked)).toEqual(['0', '1']);
  });
});
