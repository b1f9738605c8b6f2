import type { CanonicalType } from '../../canonical/types.ts';
import { mostly, type FormCollector } from './form-collector.ts';
import { civilPatterns, datePatterns, offsetPatterns } from './time-patterns.ts';

/** Eight characters or more of which times are made; to try all patterns on prose would take for ever. */
const timeLike = /^(?:[\d/.,:+\- TZz]|[ap]m|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|[a-z]{3,9}(?= )){6,48}$/i;

/** Instants, times of a clock and days, in every writing that the texts allow. */
export function addTimes(collector: FormCollector): void {
  const { probe, few } = collector;
  if (few.filter((text) => timeLike.test(text)).length < few.length * 0.9) return;

  const fraction = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d[.,](\d{1,9})/;
  const digits = probe.reduce((most, text) => Math.max(most, fraction.exec(text)?.[1]?.length ?? 0), 0);
  const instant = { kind: 'timestamp', precision: 9 } as const;
  const civil = { kind: 'datetime', precision: 9 } as const;
  collector.add('instant', instant, {}, 'ISO 8601 with an offset', { digits, plain: true });
  collector.add('civil', civil, {}, 'ISO 8601 without an offset', { digits, plain: true });
  collector.add('date', { kind: 'date' }, {}, '', { plain: true });
  for (const { format, unit, digits: own, most } of epochs) {
    const sizes = probe.filter((text) => /^-?\d{1,19}(\.\d*)?$/.test(text)).map((text) => Math.abs(Number(text)));
    const within = sizes.filter((size) => size <= most).length;
    // Few days lie near 1970; many numbers lie near 0.
    const large = sizes.filter((size) => size <= most && size >= most / 200).length;
    if (within >= probe.length * mostly && large >= within / 3)
      collector.add('instant', instant, { format }, `${unit} since 1970`, { digits: own });
  }
  const candidates = (formats: readonly string[], type: CanonicalType) =>
    formats.filter((format) => collector.mayRead(type, { format }));
  for (const format of candidates(datePatterns, { kind: 'date' }))
    collector.add('date', { kind: 'date' }, { format }, format);
  for (const format of candidates(civilPatterns, civil))
    collector.add('civil', civil, { format }, format, { digits: format.includes('%f') ? 6 : 0 });
  for (const format of candidates(offsetPatterns, instant))
    collector.add('instant', instant, { format }, format, { digits: format.includes('%f') ? 6 : 0 });
}

/** Units whose counts since 1970 lie within 130 years of it, and mostly not within half a year. */
const epochs = [
  { format: 'epoch_s', unit: 'seconds', digits: 0, most: 4.1e9 },
  { format: 'epoch_ms', unit: 'milliseconds', digits: 3, most: 4.1e12 },
  { format: 'epoch_us', unit: 'microseconds', digits: 6, most: 4.1e15 },
  { format: 'epoch_ns', unit: 'nanoseconds', digits: 9, most: 4.1e18 },
] as const;
