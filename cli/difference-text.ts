import { parseRecord } from '../engine/canonical/record.ts';
import { parseType } from '../engine/canonical/type-name.ts';
import type { Difference, DifferenceSide } from '../engine/evidence/differences/difference.ts';
import type { Report } from '../engine/evidence/report/report.ts';
import { shownValue } from './shown-value.ts';

/** One difference as a block of lines: kind and key, then the values side by side, then where they stand. */
export function differenceText(
  difference: Difference,
  report: Report,
  accepted: readonly string[],
  color: boolean,
): string {
  const { table, kind, key, source, target, columns } = difference;
  const plan = report.tables.find(({ name }) => name === table);
  const head =
    `${kind}  ${shownValue(table)}  ${key === null ? '' : key.map((value) => shownValue(value)).join(', ')}`.trimEnd() +
    acceptedText(accepted);
  if (kind === 'unrepresentable') {
    const side = source === null ? 'target' : 'source';
    return `${head}\n  ${shownValue(difference.column ?? '')}  ${shownValue(difference.text ?? null)}  has no form\n  ${side}  ${place(source ?? target)}`;
  }
  const [a, b] = [cellsOf(source, plan), cellsOf(target, plan)];
  const lines = (plan?.columns ?? []).flatMap(({ name }, c) => {
    if (columns?.includes(name) === true) return [`  ${shownValue(name)}  ${marked(a?.[c], b?.[c], color)}`];
    return kind === 'changed' || kind === 'within_tolerance'
      ? []
      : [`  ${shownValue(name)}  ${shownValue((a ?? b)?.[c] ?? null)}`];
  });
  const places = [
    ...(source === null ? [] : [`  source  ${place(source)}`]),
    ...(target === null ? [] : [`  target  ${place(target)}`]),
  ];
  return [head, ...lines, ...places].join('\n');
}

const acceptedText = (ids: readonly string[]): string =>
  ids.length === 0 ? '' : `  accepted by ${ids.map((id) => id.slice(0, 12)).join(', ')}`;

function cellsOf(side: DifferenceSide | null, table: Report['tables'][number] | undefined) {
  if (side === null || side.record === null || table === undefined) return undefined;
  const types = table.columns.map(({ type }) => parseType(type)!);
  return parseRecord(types, side.record);
}

function marked(a: string | null | undefined, b: string | null | undefined, color: boolean): string {
  const [from, to] = [shownValue(a ?? null), shownValue(b ?? null)];
  return color ? `\x1b[31m${from}\x1b[0m -> \x1b[34m${to}\x1b[0m` : `${from} -> ${to}`;
}

const place = (side: DifferenceSide | null): string =>
  side === null ? '' : `${shownValue(side.file)}, row ${side.row}`;
