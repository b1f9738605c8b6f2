import { describe, expect, it } from 'vitest';
import { patternProblem } from '../../engine/canonical/time-format.ts';
import { read } from './reading-of.ts';

describe('the grammar of patterns', () => {
  it.each([
    ['date', '%Y-%m-%d'],
    ['date', '%d%%%b%%%Y'],
    ['date', 'the %d of %B, %Y'],
    ['timestamp', '%Y%m%d%H%M%S%f'],
    ['timestamp', '%d/%m/%Y %I:%M %p %z'],
    ['timestamp', '%Y-%m-%d'],
    ['timestamp', '%M %Y-%m-%d'],
    ['timestamp', 'iso8601'],
    ['datetime', 'epoch_ns'],
    ['datetime', '%Y-%m-%dT%H'],
  ] as const)('takes %s %s', (kind, format) => {
    expect(patternProblem(kind, format)).toBe(null);
  });

  it.each([
    ['date', '%y-%m-%d', '%y is no field of a pattern'],
    ['date', '%-d/%m/%Y', '%- is no field of a pattern'],
    ['date', '%Y-%m-%d%', 'a single % at the end; %% stands for one'],
    ['date', '%Y-%m-%d%%%', 'a single % at the end; %% stands for one'],
    ['date', '%Y-%m-%d %', 'a single % at the end; %% stands for one'],
    ['date', '%💶', '%💶 is no field of a pattern'],
    ['date', '', 'the year is missing'],
    ['date', 'iso8601', 'the year is missing'],
    ['date', 'epoch_s', 'the year is missing'],
    ['date', '%m-%d', 'the year is missing'],
    ['date', '%Y-%d', 'the month is missing'],
    ['date', '%Y-%m', 'the day is missing'],
    ['date', '%Y-%m-%d-%d', 'the day is given twice'],
    ['date', '%Y-%m-%b-%d', 'the month is given twice'],
    ['date', '%Y-%B-%b-%d', 'the month is given twice'],
    ['date', '%Y %Y-%m-%d', 'the year is given twice'],
    ['date', '%Y-%m-%d %H', '%H has no place in a date'],
    ['date', '%Y-%m-%d%f', '%f has no place in a date'],
    ['date', '%Y-%m-%d%z', '%z has no place in a date'],
    ['datetime', '%Y-%m-%d %z', 'a datetime has no zone, so %z has no place in it'],
    ['timestamp', '%Y-%m-%d %z %z', 'the offset is given twice'],
    ['timestamp', '%Y-%m-%d %I', '%I and %p go together'],
    ['timestamp', '%Y-%m-%d %p', '%I and %p go together'],
    ['timestamp', '%Y-%m-%d %H %p', '%I and %p go together'],
    ['timestamp', '%Y-%m-%d %H %I %p', 'the hour is given twice'],
    ['timestamp', '%Y-%m-%d %S %S', 'the second is given twice'],
    ['timestamp', 'ISO8601', 'the year is missing'],
  ] as const)('refuses %s %j: %s', (kind, format, problem) => {
    expect(patternProblem(kind, format)).toBe(problem);
  });
});

describe('values read by a pattern', () => {
  it.each<[string, string, string, string | undefined]>([
    // one or two digits, and a year of four
    ['date', '%d/%m/%Y', '1/2/2024', '2024-02-01'],
    ['date', '%d/%m/%Y', '01/02/2024', '2024-02-01'],
    ['date', '%d/%m/%Y', '001/2/2024', undefined],
    ['date', '%d/%m/%Y', '1/2/24', undefined],
    ['date', '%d/%m/%Y', '1/2/20240', undefined],
    ['date', '%d/%m/%Y', '1/2/0000', undefined],
    ['date', '%d/%m/%Y', '30/2/2024', undefined],
    ['date', '%d/%m/%Y', ' 1/2/2024', undefined],
    ['date', '%d/%m/%Y', '1/2/2024 ', undefined],
    ['date', '%d/%m/%Y', '٣/2/2024', undefined],
    // numbers directly after one another take all their digits
    ['date', '%Y%m%d', '20240102', '2024-01-02'],
    ['date', '%Y%m%d', '2024012', undefined],
    ['date', '%Y%m%d', '202412', undefined],
    ['date', '%d%m-%Y', '12-2024', undefined],
    ['date', '%d%m-%Y', '0102-2024', '2024-02-01'],
    ['date', '%d%b%Y', '1Feb2024', '2024-02-01'],
    // names in any case
    ['date', '%d %b %Y', '1 FEB 2024', '2024-02-01'],
    ['date', '%d %b %Y', '1 february 2024', undefined],
    ['date', '%d %b %Y', '1 Fev 2024', undefined],
    ['date', '%d %B %Y', '1 fEBRUARY 2024', '2024-02-01'],
    ['date', '%d %B %Y', '1 Feb 2024', undefined],
    ['date', '%d %B %Y', '1 may 2024', '2024-05-01'],
    // every other character stands for itself
    ['date', '%% %Y T %m.%d', '% 2024 T 1.2', '2024-01-02'],
    ['date', '%Y T %m.%d', '2024 t 1.2', undefined],
    ['date', '%Y.%m.%d', '2024x1x2', undefined],
    ['date', '%d1%m1%Y', '11112024', '2024-01-01'],
    ['date', '%d1%m1%Y', '2114112024', undefined],
    ['date', '%d1%m1%Y', '2111012024', '2024-10-21'],
    ['date', '💶%Y-%m-%d', '💶2024-1-2', '2024-01-02'],
    // missing time fields are 0
    ['datetime(0)', '%Y-%m-%d', '2024-01-02', '2024-01-02T00:00:00'],
    ['datetime(0)', '%Y-%m-%d %M', '2024-01-02 5', '2024-01-02T00:05:00'],
    ['datetime(0)', '%Y-%m-%d %H', '2024-01-02 24', undefined],
    ['datetime(0)', '%Y-%m-%d %M', '2024-01-02 60', undefined],
    ['datetime(0)', '%Y-%m-%d %S', '2024-01-02 60', undefined],
    // twelve hours
    ['datetime(0)', '%Y-%m-%d %I %p', '2024-01-02 12 AM', '2024-01-02T00:00:00'],
    ['datetime(0)', '%Y-%m-%d %I %p', '2024-01-02 12 pm', '2024-01-02T12:00:00'],
    ['datetime(0)', '%Y-%m-%d %I %p', '2024-01-02 1 Pm', '2024-01-02T13:00:00'],
    ['datetime(0)', '%Y-%m-%d %p%I', '2024-01-02 PM11', '2024-01-02T23:00:00'],
    ['datetime(0)', '%Y-%m-%d %I %p', '2024-01-02 0 AM', undefined],
    ['datetime(0)', '%Y-%m-%d %I %p', '2024-01-02 13 PM', undefined],
    ['datetime(0)', '%Y-%m-%d %I %p', '2024-01-02 1 p.m.', undefined],
    // a fraction is the digits after the point
    ['datetime(3)', '%Y-%m-%d %S.%f', '2024-01-02 3.5', '2024-01-02T00:00:03.500'],
    ['datetime(3)', '%Y-%m-%d %S.%f', '2024-01-02 3.050', '2024-01-02T00:00:03.050'],
    ['datetime(3)', '%Y-%m-%d %S.%f', '2024-01-02 3.1234', undefined],
    ['datetime(3)', '%Y-%m-%d %S.%f', '2024-01-02 3.', undefined],
    ['datetime(9)', '%Y-%m-%d %S.%f', '2024-01-02 3.1234567891', undefined],
    ['datetime(3)', '%Y%m%d%H%M%S%f', '20240102030405006', '2024-01-02T03:04:05.006'],
    ['datetime(3)', '%Y%m%d%H%M%S%f', '202401020304055', '2024-01-02T03:04:05.500'],
    ['datetime(3)', '%Y%m%d%H%M%S%f', '20240102030405', undefined],
    ['datetime(9)', '%f%S %Y-%m-%d', '00000000105 2024-01-02', '2024-01-02T00:00:05.000000001'],
    ['datetime(9)', '%f%S %Y-%m-%d', '105 2024-01-02', undefined],
    // offsets as in iso8601, and there
    ['timestamp(0)', '%Y-%m-%d %H:%M%z', '2024-01-02 03:04Z', '2024-01-02T03:04:00Z'],
    ['timestamp(0)', '%Y-%m-%d %H:%M%z', '2024-01-02 03:04z', '2024-01-02T03:04:00Z'],
    ['timestamp(0)', '%Y-%m-%d %H:%M%z', '2024-01-02 03:04-01', '2024-01-02T04:04:00Z'],
    ['timestamp(0)', '%Y-%m-%d %H:%M%z', '2024-01-02 03:04+0130', '2024-01-02T01:34:00Z'],
    ['timestamp(0)', '%Y-%m-%d %H:%M%z', '2024-01-02 03:04+01:30', '2024-01-02T01:34:00Z'],
    ['timestamp(0)', '%Y-%m-%d %H:%M%z', '2024-01-02 03:04+24:00', undefined],
    ['timestamp(0)', '%Y-%m-%d %H:%M%z', '2024-01-02 03:04', undefined],
    ['timestamp(0)', '%z %Y-%m-%d', '+01 2024-01-02', '2024-01-01T23:00:00Z'],
    ['timestamp(0)', '%z%Y-%m-%d', '+0130 2024-01-02', undefined],
    ['timestamp(0)', '%z%Y-%m-%d', '+012024-01-02', '2024-01-01T23:00:00Z'],
    ['timestamp(0)', '%Y-%m-%d%z', '0001-01-01+01', undefined],
    // and a zone where the pattern has none
    ['timestamp(0)', '%Y-%m-%d', '2024-01-02', undefined],
  ])('%s %j %j is %s', (type, format, text, expected) => {
    expect(read(type, text, { format })).toBe(expected);
  });

  it('are of the zone when the pattern has no %z, and not when it has', () => {
    const zone = 'Europe/Paris';
    expect(read('timestamp(0)', '1/7/2024', { format: '%d/%m/%Y', zone })).toBe('2024-06-30T22:00:00Z');
    expect(read('timestamp(0)', '1/7/2024Z', { format: '%d/%m/%Y%z', zone })).toBe('2024-07-01T00:00:00Z');
    expect(read('timestamp(0)', '31/3/2024 2', { format: '%d/%m/%Y %H', zone })).toBe(undefined);
    const later = { format: '%d/%m/%Y %H', zone, ambiguous: 'later' } as const;
    expect(read('timestamp(0)', '27/10/2024 2', later)).toBe('2024-10-27T01:00:00Z');
  });
});
