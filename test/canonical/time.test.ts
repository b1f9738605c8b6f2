import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Options } from './reading-of.ts';
import { read } from './reading-of.ts';

const firstSecond = -62_135_596_800;
const lastSecond = 253_402_300_799;
const second = fc.integer({ min: firstSecond, max: lastSecond });
/** `YYYY-MM-DDTHH:MM:SS`, by Node. */
const shown = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 19);

describe('date', () => {
  it('is a day of the years 0001 to 9999, four, two and two digits', () => {
    fc.assert(
      fc.property(second, (seconds) => {
        const day = shown(seconds).slice(0, 10);
        expect(read('date', day)).toBe(day);
      }),
    );
    expect(read('date', '2000-02-29')).toBe('2000-02-29');
    expect(read('date', '9999-12-31')).toBe('9999-12-31');
  });

  it.each(
    [
      '0000-01-01',
      '1900-02-29',
      '2024-04-31',
      '2024-00-10',
      '2024-13-01',
      '2024-01-00',
      '24-01-01',
      '2024/01/01',
    ].concat([
      '2024-1-01',
      '+2024-01-01',
      '2024-01-01 ',
      ' 2024-01-01',
      '2024-01-01T00:00:00',
      '20240101',
      '',
      '-001-01-01',
      '２024-01-01',
    ]),
  )('%j has no form', (text) => {
    expect(read('date', text)).toBe(undefined);
  });
});

describe('timestamp and datetime in ISO 8601', () => {
  it('are instants whatever their offset', () => {
    fc.assert(
      fc.property(
        second,
        fc.integer({ min: -1439, max: 1439 }),
        fc.constantFrom('T', 't', ' '),
        fc.constantFrom(':', ''),
        fc.string({ unit: fc.constantFrom('0', '1', '5', '9'), maxLength: 6 }),
        (seconds, minutes, separator, colon, digits) => {
          const local = seconds + minutes * 60;
          fc.pre(local >= firstSecond && local <= lastSecond);
          const size = Math.abs(minutes);
          const hh = String(Math.floor(size / 60)).padStart(2, '0');
          const offset = `${minutes < 0 ? '-' : '+'}${hh}${colon}${String(size % 60).padStart(2, '0')}`;
          const fraction = digits === '' ? '' : `.${digits}`;
          expect(read('timestamp', shown(local).replace('T', separator) + fraction + offset)).toBe(
            `${shown(seconds)}.${digits.padEnd(6, '0')}Z`,
          );
        },
      ),
    );
  });

  it.each<[string, string, string]>([
    ['timestamp(0)', '2024-01-01T00:00:00Z', '2024-01-01T00:00:00Z'],
    ['timestamp(0)', '2024-01-01T00:00:00.000000000Z', '2024-01-01T00:00:00Z'],
    ['timestamp(3)', '2024-01-01T00:00:00,5z', '2024-01-01T00:00:00.500Z'],
    ['timestamp(3)', '2024-01-01T00:00:00,500Z', '2024-01-01T00:00:00.500Z'],
    ['timestamp(9)', '2024-01-01 23:59:59.123456789+00:00', '2024-01-01T23:59:59.123456789Z'],
    ['timestamp(6)', '2024-01-01T00:00:00-00:00', '2024-01-01T00:00:00.000000Z'],
    ['timestamp(6)', '2024-03-01T00:30:00+01', '2024-02-29T23:30:00.000000Z'],
    ['timestamp(6)', '0001-01-01T00:00:00-00:01', '0001-01-01T00:01:00.000000Z'],
    ['datetime(0)', '0001-01-01 00:00:00', '0001-01-01T00:00:00'],
    ['datetime(3)', '2024-01-01t00:00:00.12', '2024-01-01T00:00:00.120'],
    ['datetime(9)', '9999-12-31T23:59:59.999999999', '9999-12-31T23:59:59.999999999'],
  ])('%s %s is %s', (type, text, expected) => {
    expect(read(type, text)).toBe(expected);
  });

  it.each(
    [
      '2024-01-01',
      '2024-01-01Z',
      '2024-01-01T00:00Z',
      '2024-01-01T00:00:60Z',
      '2024-01-01T24:00:00Z',
      '2024-01-01T00:60:00Z',
    ].concat(
      [
        '2024-01-01T00:00:00.Z',
        '2024-01-01T00:00:00.1234567890Z',
        '2024-01-01T00:00:00.1234567Z',
        '2024-01-01T00:00:00;5Z',
      ],
      ['2024-01-01T00:00:00+24', '2024-01-01T00:00:00+00:60', '2024-01-01T00:00:00+1', '2024-01-01T00:00:00+1:00'],
      [
        '2024-01-01T00:00:00+00:0',
        '2024-01-01T00:00:00+000',
        '2024-01-01T00:00:00ZZ',
        '2024-01-01T00:00:00 Z',
        '2024-01-01_00:00:00Z',
      ],
      [
        '2024-02-30T00:00:00Z',
        '0000-06-01T00:00:00Z',
        '10000-01-01T00:00:00Z',
        '2024-01-01T0:00:00Z',
        ' 2024-01-01T00:00:00Z',
      ],
      [
        '2024-01-01T00:00:00Z ',
        '',
        '2024-01-01T00:00:00−01:00',
        '2024-01-01T00:00:00+00:00:00',
        '20240101T000000Z',
        'now',
      ],
    ),
  )('timestamp %j has no form', (text) => {
    expect(read('timestamp', text, { zone: 'UTC' })).toBe(undefined);
  });

  it('have no form when the year is not 0001 to 9999, as written or as an instant', () => {
    expect(read('timestamp', '0000-12-31T23:59:59-01:00')).toBe(undefined);
    expect(read('timestamp', '0001-01-01T00:00:00+00:01')).toBe(undefined);
    expect(read('timestamp', '9999-12-31T23:59:59-00:01')).toBe(undefined);
    expect(read('timestamp', '9999-12-31T23:59:59+00:01')).toBe('9999-12-31T23:58:59.000000Z');
  });

  it('need a zone for an instant without an offset, and use it for no other', () => {
    expect(read('timestamp', '2024-07-01T00:00:00')).toBe(undefined);
    expect(read('timestamp', '2024-07-01T00:00:00', { zone: 'Europe/Paris' })).toBe('2024-06-30T22:00:00.000000Z');
    expect(read('timestamp', '2024-03-31T02:30:00Z', { zone: 'Europe/Paris' })).toBe('2024-03-31T02:30:00.000000Z');
    expect(read('timestamp', '2024-07-01T00:00:00-05', { zone: 'Europe/Paris' })).toBe('2024-07-01T05:00:00.000000Z');
  });

  it('have no form for a civil time that comes with an offset', () => {
    for (const offset of ['Z', 'z', '+00', '+00:00', '-0330'])
      expect(read('datetime', `2024-01-01T00:00:00${offset}`)).toBe(undefined);
  });

  it('read a civil time that a zone repeats as the earlier or the later when told to, and never one it skips', () => {
    const zone = 'America/New_York';
    const repeated = '2024-11-03 01:30:00.5';
    expect(read('timestamp(3)', repeated, { zone })).toBe(undefined);
    expect(read('timestamp(3)', repeated, { zone, ambiguous: 'earlier' })).toBe('2024-11-03T05:30:00.500Z');
    expect(read('timestamp(3)', repeated, { zone, ambiguous: 'later' })).toBe('2024-11-03T06:30:00.500Z');
    expect(read('timestamp(3)', '2024-03-10 02:30:00', { zone, ambiguous: 'later' })).toBe(undefined);
  });
});

describe('epochs', () => {
  const unit = { epoch_s: 0, epoch_ms: 3, epoch_us: 6, epoch_ns: 9 } as const;

  it('name the instant that their count of units is', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(unit) as (keyof typeof unit)[])),
        second,
        fc.integer({ min: 0, max: 999_999_999 }),
        (format, seconds, nanos) => {
          const per = 10n ** BigInt(unit[format]);
          const part = (BigInt(nanos) * per) / 1_000_000_000n;
          const expected = `${shown(seconds)}.${String(part).padStart(unit[format], '0').slice(0, unit[format]).padEnd(9, '0')}`;
          const text = String(BigInt(seconds) * per + part);
          expect(read('timestamp(9)', text, { format })).toBe(`${expected}Z`);
          expect(read('datetime(9)', text, { format })).toBe(expected);
        },
      ),
    );
  });

  it.each<[string, string, string, string | undefined]>([
    ['timestamp(6)', 'epoch_s', '1.5e9', '2017-07-14T02:40:00.000000Z'],
    ['timestamp(6)', 'epoch_s', '+0', '1970-01-01T00:00:00.000000Z'],
    ['timestamp(6)', 'epoch_s', '-0.000001', '1969-12-31T23:59:59.999999Z'],
    ['timestamp(6)', 'epoch_s', '-1.0000000', '1969-12-31T23:59:59.000000Z'],
    ['timestamp(6)', 'epoch_s', '0.0000001', undefined],
    ['timestamp(0)', 'epoch_ms', '1500', undefined],
    ['timestamp(0)', 'epoch_ms', '-1000', '1969-12-31T23:59:59Z'],
    ['timestamp(3)', 'epoch_ns', '1000000', '1970-01-01T00:00:00.001Z'],
    ['timestamp(3)', 'epoch_ns', '1000001', undefined],
    ['timestamp(3)', 'epoch_us', '999', undefined],
    ['timestamp(3)', 'epoch_ms', '.5', undefined],
    ['timestamp(6)', 'epoch_ms', '.5', '1970-01-01T00:00:00.000500Z'],
    ['timestamp(6)', 'epoch_s', '253402300799', '9999-12-31T23:59:59.000000Z'],
    ['timestamp(6)', 'epoch_s', '-62135596800', '0001-01-01T00:00:00.000000Z'],
    ['timestamp(6)', 'epoch_s', '-62135596801', undefined],
    ['timestamp(6)', 'epoch_s', '-62135596800.5', undefined],
    ['timestamp(6)', 'epoch_ms', '253402300800000', undefined],
    ['timestamp(6)', 'epoch_s', '1e9999', undefined],
    ['timestamp(6)', 'epoch_s', '00000000000000000001', '1970-01-01T00:00:01.000000Z'],
    ['timestamp(6)', 'epoch_s', '', undefined],
    ['timestamp(6)', 'epoch_s', '1Z', undefined],
    ['timestamp(6)', 'epoch_s', '1,5', undefined],
    ['timestamp(6)', 'epoch_s', '0x1', undefined],
  ])('%s %s %s is %s', (type, format, text, expected) => {
    expect(read(type, text, { format })).toBe(expected);
  });

  it('are without a zone, even where one is given', () => {
    const options: Options = { format: 'epoch_s', zone: 'Europe/Paris' };
    expect(read('timestamp(0)', '0', options)).toBe('1970-01-01T00:00:00Z');
  });
});
