import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import tzdata from 'tzdata';
import { describe, expect, it } from 'vitest';
import { compileZone, instantsOf, isZone, tzdataVersion } from '../../engine/canonical/zone.ts';
import { linesOfZone, zoneNames, zoneOfName } from '../../engine/canonical/zone-source.ts';
import { transitionsOf } from '../../engine/canonical/zone-transitions.ts';
import { read } from './reading-of.ts';

const oracle = JSON.parse(readFileSync(new URL('zone-oracle.json', import.meta.url), 'utf8')) as {
  readonly release: string;
  readonly zones: Readonly<Record<string, string>>;
};
const npm = tzdata as unknown as { readonly version: string; readonly zones: object };
const civil = (text: string): number => Date.parse(`${text}Z`) / 1000;
const instants = (zone: string, text: string): string[] =>
  instantsOf(zone, civil(text)).map((second) => new Date(second * 1000).toISOString().slice(0, 19));

describe('the tz database of the product', () => {
  it('is a named release, and the one that the oracle is of', () => {
    expect(tzdataVersion).toMatch(/^20\d\d[a-z]$/);
    expect(oracle.release).toBe(tzdataVersion);
  });

  it('knows the names that another transcription of the same release knows', () => {
    expect(npm.version).toBe(tzdataVersion);
    expect(zoneNames()).toEqual(Object.keys(npm.zones).sort());
  });

  it('knows names to the letter', () => {
    expect(isZone('Europe/Paris')).toBe(true);
    expect(isZone('Asia/Calcutta')).toBe(true);
    for (const name of ['europe/paris', 'Europe/Paris ', '', 'CEST', '+02:00', '__proto__', 'constructor'])
      expect(isZone(name)).toBe(false);
  });

  it('is the main data: Amsterdam follows Brussels, as backzone would not have it', () => {
    expect(instants('Europe/Amsterdam', '1935-01-01T00:00:00')).toEqual(
      instants('Europe/Brussels', '1935-01-01T00:00:00'),
    );
  });

  it.each(Object.entries(oracle.zones))(
    'gives %s every change of offset until 2100 that zic gives it',
    (zone, digest) => {
      const end = Date.UTC(2100, 0, 1) / 1000;
      const lines = transitionsOf(linesOfZone(zone), 2101)
        .filter(({ at }) => at < end)
        .map(({ at, offset }) => `${at === -Infinity ? '-' : at} ${offset}\n`);
      expect(createHash('sha256').update(lines.join('')).digest('hex').slice(0, 16)).toBe(digest);
    },
  );
});

describe('civil times of a zone', () => {
  it('are skipped when clocks go forward, to the second', () => {
    expect(instants('Europe/Paris', '2024-03-31T01:59:59')).toEqual(['2024-03-31T00:59:59']);
    expect(instants('Europe/Paris', '2024-03-31T02:00:00')).toEqual([]);
    expect(instants('Europe/Paris', '2024-03-31T02:59:59')).toEqual([]);
    expect(instants('Europe/Paris', '2024-03-31T03:00:00')).toEqual(['2024-03-31T01:00:00']);
  });

  it('are repeated when clocks go back, to the second', () => {
    expect(instants('Europe/Paris', '2024-10-27T01:59:59')).toEqual(['2024-10-26T23:59:59']);
    expect(instants('Europe/Paris', '2024-10-27T02:00:00')).toEqual(['2024-10-27T00:00:00', '2024-10-27T01:00:00']);
    expect(instants('Europe/Paris', '2024-10-27T02:59:59')).toEqual(['2024-10-27T00:59:59', '2024-10-27T01:59:59']);
    expect(instants('Europe/Paris', '2024-10-27T03:00:00')).toEqual(['2024-10-27T02:00:00']);
  });

  it('follow half an hour of summer, a summer below zero, and a day that was left out', () => {
    expect(instants('Australia/Lord_Howe', '2024-04-07T01:45:00')).toHaveLength(2);
    expect(instants('Australia/Lord_Howe', '2024-04-07T01:15:00')).toHaveLength(1);
    expect(instants('Europe/Dublin', '2024-07-01T12:00:00')).toEqual(['2024-07-01T11:00:00']);
    expect(instants('Europe/Dublin', '2024-01-01T12:00:00')).toEqual(['2024-01-01T12:00:00']);
    expect(instants('Pacific/Apia', '2011-12-30T12:00:00')).toEqual([]);
    expect(instants('Asia/Manila', '1844-12-31T12:00:00')).toEqual([]);
  });

  it('are local mean time, to the second, before there were zones', () => {
    expect(instants('America/New_York', '1883-11-18T12:00:00')).toHaveLength(2);
    expect(read('timestamp(0)', '0001-01-01T00:00:00', { zone: 'America/New_York' })).toBe('0001-01-01T04:56:02Z');
    expect(read('timestamp(0)', '0001-01-01T00:00:00', { zone: 'Europe/Paris' })).toBe(undefined);
    expect(read('timestamp(0)', '0001-01-01T00:09:21', { zone: 'Europe/Paris' })).toBe('0001-01-01T00:00:00Z');
  });

  it('follow for ever the rules that have no end', () => {
    expect(read('timestamp(0)', '9998-07-01T12:00:00', { zone: 'Europe/Paris' })).toBe('9998-07-01T10:00:00Z');
    expect(read('timestamp(0)', '9998-01-01T12:00:00', { zone: 'Europe/Paris' })).toBe('9998-01-01T11:00:00Z');
    expect(read('timestamp(0)', '9999-12-31T23:59:59', { zone: 'America/New_York' })).toBe(undefined);
    expect(read('timestamp(0)', '9999-12-31T23:59:59', { zone: 'Asia/Tokyo' })).toBe('9999-12-31T14:59:59Z');
    // The last Sundays of March and October 2800 fall as they do in 2400.
    expect(instants('Europe/Paris', '2800-03-26T02:30:00')).toEqual([]);
    expect(instants('Europe/Paris', '2800-10-29T02:30:00')).toHaveLength(2);
    const ambiguous = { zone: 'Europe/Paris', ambiguous: 'later' } as const;
    expect(read('timestamp(0)', '2800-10-29T02:30:00', ambiguous)).toBe('2800-10-29T01:30:00Z');
    expect(read('timestamp(0)', '2800-10-29T02:30:00', { zone: 'Europe/Paris' })).toBe(undefined);
  });

  it('are what Node makes of the instants they name, in years on which releases agree', () => {
    const zones = [
      'America/Sao_Paulo',
      'Africa/Cairo',
      'Asia/Tehran',
      'Australia/Adelaide',
      'America/St_Johns',
      'Antarctica/Troll',
    ];
    const formats = new Map(
      zones.map((timeZone) => [
        timeZone,
        new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }),
      ]),
    );
    // Release 2026d moved a day of 1979 in Tehran.
    const first = Date.UTC(1980, 0, 1) / 1000;
    const last = Date.UTC(2024, 0, 1) / 1000;
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: first, max: last }), (zone, second) => {
        const shown = formats
          .get(zone)!
          .format(second * 1000)
          .replace(' ', 'T');
        expect(instantsOf(zone, civil(shown))).toContain(second);
      }),
      { numRuns: 2000 },
    );
  });

  it('read the same one after another as each alone', () => {
    const zones = ['Europe/Paris', 'America/New_York', 'Pacific/Apia', 'Africa/Casablanca', 'Etc/UTC', 'Asia/Kolkata'];
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.array(fc.oneof(fc.integer({ min: -5e9, max: 3e11 }), fc.integer({ min: 17e8, max: 1.8e9 })), {
          minLength: 2,
        }),
        (zone, times) => {
          const earlier = compileZone(zone, 'earlier');
          const single = compileZone(zone, null);
          for (const time of times.sort((a, b) => a - b)) {
            const all = instantsOf(zone, time);
            expect(earlier(time)).toBe(all[0]);
            expect(single(time)).toBe(all.length === 1 ? all[0] : undefined);
          }
        },
      ),
    );
  });

  it('of a link are those of its zone', () => {
    expect(zoneOfName('US/Pacific')).toBe('America/Los_Angeles');
  });
});
