import { describe, expect, it } from 'vitest';
import { alignedColumn } from '../../engine/propose/rows/aligned-column.ts';
import { fitColumns } from '../../engine/propose/fit/fit-columns.ts';
import { isPlain } from '../../engine/propose/fit/fit.ts';

const rows = 400;
type Texts = (i: number) => string | null;

/** What is read into two columns whose row i holds these. */
function fitted(source: Texts, target: Texts, count = rows) {
  const column = (name: string, texts: Texts) =>
    alignedColumn(
      name,
      0,
      'text',
      Array.from({ length: count }, (_, i) => texts(i)),
    );
  const { fit, nulls, alternative } = fitColumns(column('a', source), column('b', target));
  const { agree, rows: compared } = fit.agreement;
  return {
    kind: fit.kind,
    options: fit.options,
    agree,
    compared,
    nulls,
    plain: isPlain(fit),
    alternative,
    digits: [fit.forms.source?.digits, fit.forms.target?.digits],
  };
}

const start = Date.UTC(2024, 0, 1);
/** Times through a year and both its changes of the clock, to the second. */
const instant = (i: number): number => start + i * 79_201_000;
const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 19);
const spread = (i: number): number => (i * 7_919) % 100_003;

describe('two columns over aligned rows', () => {
  it('are taken at their word when they say the same', () => {
    expect(
      fitted(
        (i) => String(spread(i)),
        (i) => String(spread(i)),
      ),
    ).toMatchObject({ kind: 'decimal', plain: true, agree: rows });
    expect(
      fitted(
        (i) => `x${i}`,
        (i) => `x${i}`,
      ),
    ).toMatchObject({ kind: 'text', plain: true, agree: rows });
    expect(
      fitted(
        (i) => iso(instant(i)),
        (i) => iso(instant(i)),
      ),
    ).toMatchObject({ kind: 'datetime', plain: true });
    expect(
      fitted(
        (i) => iso(instant(i)).slice(0, 10),
        (i) => iso(instant(i)).slice(0, 10),
      ),
    ).toMatchObject({ kind: 'date' });
  });

  it('stay texts when numbers carry zeros in front that a number would lose', () => {
    expect(
      fitted(
        (i) => String(i).padStart(6, '0'),
        (i) => String(i).padStart(6, '0'),
      ),
    ).toMatchObject({ kind: 'text' });
  });

  it('show minor units, on either side', () => {
    const minor: Texts = (i) => String(spread(i) - 50_000);
    const major: Texts = (i) => ((spread(i) - 50_000) / 100).toFixed(2);
    expect(fitted(minor, major)).toMatchObject({ options: { source: { scale: -2 }, target: {} }, agree: rows });
    expect(fitted(major, minor)).toMatchObject({ options: { source: {}, target: { scale: -2 } }, agree: rows });
  });

  it('show a decimal comma and groups', () => {
    const plain: Texts = (i) => (spread(i) * 10.25).toFixed(2);
    const german: Texts = (i) =>
      plain(i)!
        .replace('.', ',')
        .replace(/\B(?=(\d{3})+(?!\d))(?=\d*,)/g, '.');
    expect(fitted(plain, german)).toMatchObject({
      kind: 'decimal',
      options: { target: { decimal_separator: ',', group_separator: '.' } },
      agree: rows,
    });
  });

  it('show doubles for the decimals they are, exponents and all', () => {
    const fit = fitted(
      (i) => String(spread(i) / 1e8),
      (i) => (spread(i) / 1e8).toFixed(10),
    );
    expect(fit).toMatchObject({ kind: 'decimal', options: { source: {}, target: {} }, agree: rows });
    expect(fit.digits).toEqual([8, 10]);
  });

  it('show hexadecimal numbers, and bytes in two writings', () => {
    expect(
      fitted(
        (i) => `0x${(spread(i) * 97).toString(16)}`,
        (i) => String(spread(i) * 97),
      ),
    ).toMatchObject({
      options: { source: { base: 16 } },
      agree: rows,
    });
    const bytes = (i: number) => Buffer.from(`${spread(i)}/${i}/padded to a length`.slice(0, 18));
    expect(
      fitted(
        (i) => `0x${bytes(i).toString('hex')}`,
        (i) => bytes(i).toString('base64'),
      ),
    ).toMatchObject({
      kind: 'bytes',
      options: { target: { encoding: 'base64' } },
      agree: rows,
    });
  });

  it('show epochs in their unit, by magnitude', () => {
    for (const [format, factor] of [
      ['epoch_s', 0.001],
      ['epoch_ms', 1],
      ['epoch_us', 1000],
    ] as const)
      expect(
        fitted(
          (i) => String(instant(i) * factor),
          (i) => `${iso(instant(i))}Z`,
        ),
        format,
      ).toMatchObject({
        kind: 'timestamp',
        options: { source: { format } },
        agree: rows,
      });
  });

  it('show day and month by the rows where the order counts', () => {
    const date = (i: number) => iso(instant(i)).slice(0, 10).split('-') as [string, string, string];
    const days: Texts = (i) => `${date(i)[2]}/${date(i)[1]}/${date(i)[0]}`;
    const months: Texts = (i) => `${date(i)[1]}/${date(i)[2]}/${date(i)[0]}`;
    const plain: Texts = (i) => date(i).join('-');
    expect(fitted(plain, days)).toMatchObject({
      kind: 'date',
      options: { target: { format: '%d/%m/%Y' } },
      agree: rows,
    });
    expect(fitted(months, plain)).toMatchObject({
      kind: 'date',
      options: { source: { format: '%m/%d/%Y' } },
      agree: rows,
    });
  });

  it('show the zone of a clock, and which of two instants a repeated hour is', () => {
    const clock = (zone: string) => {
      const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
      return (ms: number) => format.format(ms);
    };
    const ms: Texts = (i) => String(instant(i));
    expect(fitted(ms, (i) => iso(instant(i)).replace('T', ' '))).toMatchObject({
      options: { target: { zone: 'UTC' } },
      agree: rows,
    });
    const york = clock('America/New_York');
    expect(fitted(ms, (i) => york(instant(i)))).toMatchObject({
      options: { target: { zone: 'America/New_York' } },
      agree: rows,
    });
    const kolkata = clock('Asia/Kolkata');
    expect(fitted((i) => kolkata(instant(i)), ms)).toMatchObject({
      options: { source: { zone: 'Asia/Kolkata' } },
      agree: rows,
    });
    // Every tenth row in the hour of Paris that comes twice, the second time.
    const paris = clock('Europe/Paris');
    const repeated = (i: number) => (i % 10 === 0 ? Date.UTC(2024, 9, 27, 1, 0, i) : instant(i));
    expect(
      fitted(
        (i) => String(repeated(i)),
        (i) => paris(repeated(i)),
      ),
    ).toMatchObject({
      options: { target: { zone: 'Europe/Paris', ambiguous: 'later' } },
      agree: rows,
    });
  });

  it('show codes and the words they stand for, mapped to the words', () => {
    const words = ['ACTIVE', 'CLOSED', 'FROZEN'];
    const word: Texts = (i) => words[spread(i) % 3]!;
    const code: Texts = (i) => word(i)![0]!;
    const values = { A: 'ACTIVE', C: 'CLOSED', F: 'FROZEN' };
    expect(fitted(code, word)).toMatchObject({ options: { source: { values }, target: {} }, agree: rows });
    expect(fitted(word, code)).toMatchObject({ options: { source: {}, target: { values } }, agree: rows });
    // A few rows with a wrong code are differences, and no codes of their own.
    expect(
      fitted(
        (i) => (i < 3 ? 'C' : code(i)),
        (i) => (i < 3 ? 'ACTIVE' : word(i)),
      ),
    ).toMatchObject({
      options: { source: { values } },
      agree: rows - 3,
    });
  });

  it('take no map that would make two codes one word, or has as many codes as rows', () => {
    expect(
      fitted(
        (i) => 'ABCD'[spread(i) % 4]!,
        (i) => (spread(i) % 4 < 2 ? 'LOW' : 'HIGH'),
      ).options.source,
    ).toEqual({});
    expect(
      fitted(
        (i) => `s${i}`,
        (i) => `t${i}`,
      ),
    ).toMatchObject({ options: { source: {}, target: {} }, agree: 0 });
  });

  it('show yes and no in other words', () => {
    expect(
      fitted(
        (i) => String(spread(i) % 3 === 0),
        (i) => (spread(i) % 3 === 0 ? 'Y' : 'N'),
      ),
    ).toMatchObject({
      kind: 'bool',
      options: { source: {}, target: { true: ['Y'], false: ['N'] } },
      agree: rows,
    });
  });

  it('show what one side writes for NULL, unless it does so only now and then', () => {
    const amount: Texts = (i) => String(spread(i));
    expect(
      fitted(
        (i) => (i % 5 === 0 ? null : amount(i)),
        (i) => (i % 5 === 0 ? '\\N' : amount(i)),
      ),
    ).toMatchObject({
      kind: 'decimal',
      nulls: { source: [], target: ['\\N'] },
      agree: rows - rows / 5,
    });
    const memo: Texts = (i) => (i % 5 === 0 ? null : i % 5 === 1 ? '' : `memo ${i}`);
    expect(fitted(memo, (i) => (i < 20 && i % 5 === 0 ? '' : memo(i))).nulls).toEqual({ source: [], target: [] });
  });

  it('trim what one side pads throughout, and nothing that differs in some rows', () => {
    const text: Texts = (i) => `name ${i}`;
    expect(fitted(text, (i) => text(i)!.padEnd(20))).toMatchObject({
      options: { source: { rules: ['trim'] }, target: { rules: ['trim'] } },
      agree: rows,
    });
    const some = fitted(text, (i) => (i % 4 === 0 ? `${text(i)!} ` : text(i)));
    expect(some).toMatchObject({ plain: true, options: { source: {}, target: {} }, agree: rows * 0.75 });
    expect(some.alternative?.agreement.agree).toBe(rows);
    expect(fitted(text, (i) => (i < 3 ? `${text(i)!} ` : text(i)))).toMatchObject({
      plain: true,
      agree: rows - 3,
      alternative: null,
    });
  });
});
