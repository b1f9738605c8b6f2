import type { BySide } from '../../../contract/side.ts';
import { compileReading } from '../../canonical/read-value.ts';
import { defaultReading } from '../../canonical/types.ts';
import { zoneNames, zoneOfName } from '../../canonical/zone-source.ts';
import { agreementOf, type Cells } from './agreement.ts';
import type { AlignedColumn } from '../rows/aligned-column.ts';
import type { ColumnForm } from '../forms/column-form.ts';
import type { Fit } from './fit.ts';
import { asRead, withNulls } from './fit-forms.ts';

/** Asked first, so that of zones between which the rows cannot choose the better known is named. */
const wellKnown = [
  'UTC',
  'Europe/London',
  'Europe/Paris',
  'Europe/Berlin',
  'Europe/Zurich',
  'Europe/Athens',
  'Europe/Istanbul',
  'Europe/Moscow',
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Los_Angeles',
  'America/Toronto',
  'America/Mexico_City',
  'America/Sao_Paulo',
  'America/Argentina/Buenos_Aires',
  'Asia/Dubai',
  'Asia/Kolkata',
  'Asia/Singapore',
  'Asia/Hong_Kong',
  'Asia/Shanghai',
  'Asia/Tokyo',
  'Asia/Seoul',
  'Australia/Sydney',
  'Pacific/Auckland',
  'Africa/Johannesburg',
  'Africa/Lagos',
  'Africa/Cairo',
];

function zones(): string[] {
  const own = zoneNames().filter((name) => name.includes('/') && zoneOfName(name) === name);
  return [...new Set([...wellKnown, ...own])];
}

/** Fits of an instant on one side and the clock of some zone on the other. */
export function fitZone(source: AlignedColumn, target: AlignedColumn, nulls: BySide<readonly string[]>): Fit[] {
  const fits: Fit[] = [];
  const take = (ours: ColumnForm, theirs: ColumnForm): void => {
    const said = `${ours.said} against ${theirs.said}`;
    fits.push({ kind: 'timestamp', ...asRead(source, target, nulls, ours, theirs), rank: 8, said });
  };
  for (const ours of source.forms)
    for (const theirs of target.forms)
      if (ours.family === 'instant' && theirs.family === 'civil') {
        const zoned = zonedForm(target, theirs, withNulls(ours.cells, source, nulls.source));
        if (zoned !== null) take(ours, zoned);
      } else if (ours.family === 'civil' && theirs.family === 'instant') {
        const zoned = zonedForm(source, ours, withNulls(theirs.cells, target, nulls.target));
        if (zoned !== null) take(zoned, theirs);
      }
  return fits;
}

const probeRows = 64;

/** The civil column read by the zone under which it agrees best with the instants; null where none comes near. */
function zonedForm({ texts }: AlignedColumn, civil: ColumnForm, instants: Cells): ColumnForm | null {
  const informative = texts.flatMap((text, i) => (text !== null && typeof instants[i] === 'string' ? [i] : []));
  if (informative.length === 0) return null;
  const probe = spread(informative, probeRows);
  if (!nearby(civil, instants, probe)) return null;

  let best: { zones: string[]; agree: number } = { zones: [], agree: -1 };
  for (const zone of zones()) {
    const reader = readerOf(civil, zone, null);
    const agree = probe.filter((i) => reader(texts[i]!) === instants[i]).length;
    if (agree > best.agree) best = { zones: [zone], agree };
    else if (agree === best.agree) best.zones.push(zone);
  }
  if (best.agree < probe.length / 2) return null;
  const judged = best.zones.map((zone) => {
    const reader = readerOf(civil, zone, null);
    const cells = texts.map((text) => reader(text));
    return { zone, cells, agreement: agreementOf(instants, cells) };
  });
  const most = Math.max(...judged.map(({ agreement }) => agreement.agree));
  const equals = judged.filter(({ agreement }) => agreement.agree === most);
  const { zone } = equals[0]!;
  const ambiguous = (['earlier', 'later'] as const)
    .map((choice) => {
      const reader = readerOf(civil, zone, choice);
      const cells = texts.map((text) => reader(text));
      return { choice, cells, agree: agreementOf(instants, cells).agree };
    })
    .sort((a, b) => b.agree - a.agree)[0]!;
  const repeats = ambiguous.agree > most;
  const others = equals.slice(1, 4).map((one) => one.zone);
  const more = equals.length - 1 - others.length;
  const same =
    others.length === 0 ? '' : ` (${others.join(', ')}${more > 0 ? ` and ${more} more` : ''} would say the same)`;
  return {
    ...civil,
    family: 'instant',
    options: { ...civil.options, zone, ...(repeats ? { ambiguous: ambiguous.choice } : {}) },
    said: `the clock of ${zone}${same}`,
    cells: repeats ? ambiguous.cells : equals[0]!.cells,
    plain: false,
  };
}

function readerOf(civil: ColumnForm, zone: string, ambiguous: 'earlier' | 'later' | null) {
  const format = typeof civil.options['format'] === 'string' ? civil.options['format'] : null;
  const reader = compileReading({ kind: 'timestamp', precision: 9 }, { ...defaultReading, format, zone, ambiguous });
  return (text: string | null) => reader.read(text);
}

/** Whether the two are never further apart than clocks are: most pairs of columns are not, and need no zones tried. */
function nearby({ cells }: ColumnForm, instants: Cells, probe: readonly number[]): boolean {
  const near = probe.filter((i) => {
    const clock = cells[i];
    const instant = instants[i];
    if (typeof clock !== 'string' || typeof instant !== 'string') return false;
    return Math.abs(Date.parse(`${clock.slice(0, 19)}Z`) - Date.parse(`${instant.slice(0, 19)}Z`)) <= 15 * 3600_000;
  });
  return near.length >= probe.length * 0.6;
}

/** Up to `count` of them, from all parts of the list. */
function spread<T>(list: readonly T[], count: number): T[] {
  if (list.length <= count) return [...list];
  return Array.from({ length: count }, (_, i) => list[Math.floor((i * list.length) / count)]!);
}
