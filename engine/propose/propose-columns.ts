import { counted, grouped } from '../../contract/grouped.ts';
import { sides, type BySide, type Side } from '../../contract/side.ts';
import { typeName } from '../canonical/type-name.ts';
import type { PlanMapping } from '../plan/write-plan.ts';
import type { Database } from '../snapshot/duckdb/database.ts';
import { share } from './fit/agreement.ts';
import { alignRows, type AlignedRows } from './rows/align-rows.ts';
import { judgeAllRows, type AllRows } from './rows/all-rows.ts';
import type { ColumnPair } from './pairs/column-pair.ts';
import type { KeyCandidate } from './keys/key-counts.ts';
import type { Fit } from './fit/fit.ts';
import { fitCodes } from './fit/fit-codes.ts';
import type { KnownTable } from './known-column.ts';
import type { ProposedColumn } from './proposal.ts';
import { withRepeatedHours } from './fit/repeated-hours.ts';

/** Types, judges over all rows and words the pairs of one table. */
export async function proposeColumns(
  database: Database,
  tables: BySide<KnownTable>,
  aligned: AlignedRows,
  aligner: KeyCandidate | null,
  pairs: readonly ColumnPair[],
): Promise<ProposedColumn[]> {
  const judged = await judgeBoth(database, tables, pairs);
  const learned: ColumnPair[] = [];
  for (const [i, pair] of pairs.entries()) {
    const side = sides.find((one) => pair.found.fit.options[one]['values'] !== undefined);
    const unseen = side !== undefined && judged[side][i]!.formless !== 0;
    if (aligner === null) learned.push(pair);
    else if (unseen) learned.push(await withAllCodes(database, tables, aligner, pair, side));
    else learned.push(await withRepeatedHours(database, tables, aligner, pair));
  }
  const all = learned.every((pair, i) => pair === pairs[i]) ? judged : await judgeBoth(database, tables, learned);
  return learned.map((pair, i) => proposedColumn(pair, { source: all.source[i]!, target: all.target[i]! }, aligned));
}

async function judgeBoth(
  database: Database,
  tables: BySide<KnownTable>,
  pairs: readonly ColumnPair[],
): Promise<BySide<AllRows[]>> {
  const judge = (side: Side) =>
    judgeAllRows(
      database,
      tables[side],
      side,
      pairs.map(({ found, ...pair }) => ({ column: pair[side], fit: found.fit, nulls: found.nulls[side] })),
    );
  return { source: await judge('source'), target: await judge('target') };
}

/** Codes that the sample did not hold are looked up in the rows that have them. */
async function withAllCodes(
  database: Database,
  tables: BySide<KnownTable>,
  aligner: KeyCandidate,
  pair: ColumnPair,
  side: Side,
): Promise<ColumnPair> {
  const { fit, nulls } = pair.found;
  const known = fit.options[side]['values'] as Readonly<Record<string, string>>;
  const code = `${side === 'source' ? 's' : 't'}.c${pair[side].at}`;
  const seen = [...Object.keys(known), ...nulls[side]].map((text) => `'${text.replaceAll("'", "''")}'`).join(', ');
  const rare = await alignRows(database, tables.source, tables.target, aligner, `AND ${code} NOT IN (${seen})`);
  if (rare.rows === 0) return pair;
  const rows = (one: Side) => rare[one].find(({ at }) => at === pair[one].at)!;
  // Each of them counts three times: a code of one row is one, where no other reading speaks for the column.
  const thrice = (one: Side) => ({ ...rows(one), texts: [1, 2, 3].flatMap(() => rows(one).texts) });
  const [more] = fitCodes(thrice('source'), thrice('target'), nulls);
  const values = more?.options[side]['values'] as Readonly<Record<string, string>> | undefined;
  if (values === undefined) return pair;
  const words = new Set(Object.values(known));
  const added = Object.entries(values).filter(([, word]) => !words.has(word));
  if (added.length === 0) return pair;
  const options = { ...fit.options, [side]: { values: Object.fromEntries([...Object.entries(known), ...added]) } };
  return { ...pair, found: { ...pair.found, fit: { ...fit, options } } };
}

function proposedColumn(pair: ColumnPair, all: BySide<AllRows>, aligned: AlignedRows): ProposedColumn {
  const { source, target, found, sure } = pair;
  const { agreement } = found.fit;
  const type = typeOf(found.fit, all);
  const name = target.name;
  return {
    name,
    source: source.name,
    target: target.name,
    type,
    plan: columnPlan(pair, type),
    sampled: String(agreement.rows),
    agreeing: String(agreement.agree),
    sure,
    why: whyOf(pair),
    evidence: evidenceOf(pair, all, aligned),
  };
}

/** The narrowest type that holds the digits of all rows as they are written. */
function typeOf({ kind, forms, shifts }: Fit, all: BySide<AllRows>): string {
  const digits = Math.max(...sides.map((side) => all[side].digits - shifts[side]));
  if (kind === 'decimal') {
    const scaled = sides.some((side) => shifts[side] !== 0);
    if (digits > 76) return 'float';
    return digits === 0 && !scaled ? 'int' : typeName({ kind: 'decimal', scale: digits });
  }
  if (kind !== 'timestamp' && kind !== 'datetime') return kind;
  const seconds = Math.max(...sides.map((side) => (forms[side] === null ? 0 : all[side].digits)));
  const precision = ([0, 3, 6, 9] as const).find((p) => p >= seconds) ?? 9;
  return typeName({ kind, precision });
}

/** The column's entry in the plan: what both sides say alike stands once. */
function columnPlan({ source, target, found: { fit, nulls } }: ColumnPair, type: string): PlanMapping {
  const own = (side: Side): Record<string, PlanMapping[string]> => ({
    ...fit.options[side],
    ...(nulls[side].length === 0 ? {} : { null: nulls[side] }),
  });
  const options = { source: own('source'), target: own('target') };
  const both = Object.entries(options.source).filter(
    ([name, value]) => JSON.stringify(options.target[name]) === JSON.stringify(value),
  );
  const name = target.name;
  const sideOf = (side: Side, column: string): PlanMapping => {
    const rest = Object.entries(options[side]).filter(([option]) => !both.some(([shared]) => shared === option));
    if (rest.length === 0) return column === name ? {} : { [side]: column };
    return { [side]: { ...(column === name ? {} : { column }), ...Object.fromEntries(rest) } };
  };
  return { type, ...Object.fromEntries(both), ...sideOf('source', source.name), ...sideOf('target', target.name) };
}

function whyOf({ name, found: { fit, nulls } }: ColumnPair): string {
  const nulled = sides.flatMap((side) =>
    nulls[side].length === 0
      ? []
      : [`the ${side} writes ${nulls[side].map((text) => JSON.stringify(text)).join(', ')} for NULL`],
  );
  return [
    name === 1 ? 'one name' : name >= 0.5 ? 'names alike' : 'by its values alone',
    ...(fit.said === '' ? [] : [fit.said]),
    ...nulled,
  ].join('; ');
}

function evidenceOf({ found: { fit, alternative } }: ColumnPair, all: BySide<AllRows>, aligned: AlignedRows): string {
  const { agreement } = fit;
  const rows = aligned.rows > 0 ? 'sampled rows' : 'sampled values';
  const differing = share(agreement) < 0.98 ? ', the others differ' : '';
  const said = [
    agreement.rows === 0
      ? 'no value to compare'
      : `${grouped(agreement.agree)} of ${grouped(agreement.rows)} ${rows} agree${differing}`,
  ];
  const formless = sides.map((side) => all[side].formless);
  if (formless.some((one) => one === null)) said.push('the form was seen in the sample alone');
  else if (formless.every((one) => one === 0)) {
    if (fit.forms.source !== null || fit.forms.target !== null)
      said.push(`all ${grouped(all.source.values)} and ${grouped(all.target.values)} values have the form`);
  } else
    for (const [i, side] of sides.entries())
      if (formless[i]! > 0)
        said.push(`${counted(formless[i]!, 'value')} of the ${side} without the form, which will be listed`);
  if (alternative !== null)
    said.push(
      `${alternative.said}: then ${grouped(alternative.agreement.agree)} would agree, which is for you to decide`,
    );
  return said.join('; ');
}
