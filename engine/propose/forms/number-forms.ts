import type { Reading } from '../../canonical/types.ts';
import type { RawColumn } from '../../snapshot/raw-column.ts';
import { numberPlaces, type FormCollector } from './form-collector.ts';

/** Numbers in every writing that the texts allow, and doubles. */
export function addNumbers(collector: FormCollector, kind: RawColumn['kind']): void {
  const isPlain = collector.all(/^-?(0|[1-9]\d*)(\.\d+)?$/) && !collector.some(/^-0(\.0+)?$/);
  for (const { reading, said } of numberReadings(collector))
    collector.add('number', { kind: 'decimal', scale: numberPlaces }, reading, said, {
      digits: digitsAfter(collector.probe, reading.decimalSeparator ?? '.'),
      plain: isPlain && said === '',
    });
  if (collector.all(/^-?0[xX]/)) collector.add('number', { kind: 'int' }, { base: 16 }, 'hexadecimal numbers');
  if (kind === 'double' || collector.some(/[eE]|nan|inf/i)) collector.add('float', { kind: 'float' }, {}, '');
}

/** Digits after the point, the most there are; `1.5e-3` has four. */
function digitsAfter(texts: readonly string[], point: string): number {
  return texts.reduce((most, text) => {
    const [number, exponent = '0'] = text.split(/[eE]/);
    const at = number!.indexOf(point);
    const written = at < 0 ? 0 : /^\d*/.exec(number!.slice(at + 1))![0].length;
    return Math.max(most, written - (/^[+-]?\d{1,4}$/.test(exponent) ? Number(exponent) : 0));
  }, 0);
}

/** The separators that a column's texts could have been written with. */
function numberReadings(collector: FormCollector): { reading: Partial<Reading>; said: string }[] {
  const readings: { reading: Partial<Reading>; said: string }[] = [{ reading: {}, said: '' }];
  if (!collector.some(/\d[,' _\u00a0\u202f.]\d|\d,/)) return readings;
  const group = (groupSeparator: string, decimalSeparator: string) => ({
    reading: { groupSeparator, ...(decimalSeparator === '.' ? {} : { decimalSeparator }) },
    said: `${JSON.stringify(decimalSeparator)} before decimals, ${JSON.stringify(groupSeparator)} between groups`,
  });
  if (collector.some(/,/))
    readings.push(
      { reading: { decimalSeparator: ',' }, said: '"," before decimals' },
      group(',', '.'),
      group('.', ','),
    );
  for (const space of [' ', "'", '_', '\u00a0', '\u202f'])
    if (collector.probe.some((text) => text.includes(space))) readings.push(group(space, '.'), group(space, ','));
  if (collector.all(/^[+-]?\d{1,3}(\.\d{3})*$/)) readings.push(group('.', ','));
  return readings;
}
