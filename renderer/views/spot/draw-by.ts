import type { ReportTable } from '../../../contract/report.ts';
import type { SpotMethod } from '../../../contract/spot.ts';

/** What each method does, in the words of a choice. */
export const methodWords: Readonly<Record<SpotMethod, string>> = {
  random: 'Each row as likely as any other',
  stratified: 'From each value of a column, in proportion',
  monetary: 'The larger the amount, the likelier (monetary-unit sampling, by the sieve)',
};

/** The columns that a sample of a table can be drawn by. */
export function columnsFor(method: SpotMethod, { columns }: ReportTable): string[] {
  if (method === 'random') return [];
  const isNumber = (type: string): boolean => type === 'int' || type.startsWith('decimal');
  return columns.filter(({ type }) => method === 'stratified' || isNumber(type)).map(({ name }) => name);
}

/** The one that is offered first: the plan's shard, or the first decimal that is no part of the key. */
export function likelyColumn(method: SpotMethod, table: ReportTable): string | null {
  const fit = columnsFor(method, table);
  const likely = method === 'stratified' ? table.shards?.column : fit.find((name) => isDecimal(table, name));
  return likely ?? fit[0] ?? null;
}

const isDecimal = ({ columns, key }: ReportTable, name: string): boolean =>
  !key.includes(name) && columns.some((column) => column.name === name && column.type.startsWith('decimal'));
