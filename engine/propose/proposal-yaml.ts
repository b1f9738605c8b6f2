import { planYaml, type PlanData, type PlanMapping, type PlanNote } from '../plan/write-plan.ts';
import { depthFor } from '../tree/depth.ts';
import type { CsvOptions } from '../snapshot/csv/csv-options.ts';
import type { KnownTable } from './known-column.ts';
import { nameWords } from './pairs/name-likeness.ts';
import type { Proposal } from './propose.ts';
import type { ProposedColumn, ProposedTable } from './proposal.ts';
import type { TableProposal } from './propose-table.ts';
import { possibleChecks } from './possible-checks.ts';

/** The plan as far as it is sure; what is not stands in the notes. */
export function proposalPlan(proposal: Proposal): { readonly plan: PlanMapping; readonly notes: readonly PlanNote[] } {
  const sure = proposal.tables.filter(({ table }) => table.sure);
  const notes: PlanNote[] = [
    {
      path: ['tallystick'],
      lines: [
        'Proposed by tallystick plan. Every line was seen to hold in the data; the reason stands above it.',
        'What stands commented out is not sure: decide, and uncomment or delete it.',
      ],
    },
  ];
  const tables = sure.map((one, at) => {
    notes.push(...tableNotes(one, ['tables', at], proposal));
    return tablePlan(one);
  });
  proposal.tables
    .filter(({ table }) => !table.sure)
    .forEach((one, at) =>
      notes.push({
        path: ['tables', sure.length + at],
        lines: [
          `${one.table.evidence}; no column of them could be paired for sure`,
          ...one.table.columns.map(reasonOf),
        ],
        unsure: { ...tablePlan(one), columns: columnsPlan(one.table.columns) },
      }),
    );
  const alone = proposal.alone.map(
    ({ side, table, why }) => `The ${side}'s table ${JSON.stringify(table)} is in no line of this plan: ${why}.`,
  );
  const notRead = proposal.notRead.map(({ side, file }) => `The ${side}'s ${JSON.stringify(file)} is no data file.`);
  if (alone.length + notRead.length > 0) notes.push({ path: ['tables'], lines: [...alone, ...notRead] });
  const plan: PlanMapping = {
    tallystick: 1,
    name: proposal.name,
    source: { path: proposal.paths.source },
    target: { path: proposal.paths.target },
    tables,
  };
  return { plan, notes };
}

/** The proposal as a plan in YAML, the reason of every line above it. The same proposal gives the same bytes. */
export function proposalYaml(proposal: Proposal): string {
  const { plan, notes } = proposalPlan(proposal);
  return planYaml(plan, notes);
}

function tablePlan({ table, pair, shard }: TableProposal): PlanMapping {
  const totals = totalsOf(table);
  const sides = { source: sidePlan(pair.source), target: sidePlan(pair.target) };
  return {
    name: table.name,
    depth: depthFor(Math.max(pair.source.rows, pair.target.rows)),
    ...(Object.keys(sides.source).length === 0 ? {} : { source: sides.source }),
    ...(Object.keys(sides.target).length === 0 ? {} : { target: sides.target }),
    ...(table.key.sure ? { key: table.key.columns } : {}),
    ...(shard === null ? {} : { shard }),
    columns: columnsPlan(table.columns.filter(({ sure }) => sure)),
    ...(totals.length === 0 ? {} : { totals }),
  };
}

const columnsPlan = (columns: readonly ProposedColumn[]): PlanMapping =>
  Object.fromEntries(columns.map(({ name, plan }) => [name, plan as PlanMapping]));

function sidePlan({ files, dialect: { csv }, scanned }: KnownTable): PlanMapping {
  const options = scanned[0]?.format === 'csv' ? csvPlan(csv) : {};
  return {
    ...(files === null ? {} : { files }),
    ...(Object.keys(options).length === 0 ? {} : { csv: options }),
  };
}

const csvPlan = ({ delimiter, quote, escape, header }: CsvOptions): PlanMapping => ({
  ...(delimiter === null || delimiter === ',' ? {} : { delimiter }),
  ...(quote === '"' ? {} : { quote }),
  ...(escape === '"' ? {} : { escape }),
  ...(header ? {} : { header }),
});

const notSummed = new Set(['rate', 'percent', 'pct', 'ratio', 'factor', 'price', 'interest', 'version']);

/** Sums of money by its currency: facts that both sides state, wrong only where a row differs. */
function totalsOf({ columns }: ProposedTable): PlanData[] {
  const sure = columns.filter((column) => column.sure);
  const currency = sure.find(
    ({ name, source, type }) =>
      type === 'text' &&
      [name, source].some((one) => nameWords(one).some((word) => /^(currency|ccy|curr?)$/.test(word))),
  );
  return sure
    .filter(
      ({ name, source, type }) =>
        type.startsWith('decimal') && ![name, source].some((one) => nameWords(one).some((word) => notSummed.has(word))),
    )
    .map(({ name }) => ({
      name: currency === undefined ? name : `${name} by ${currency.name}`,
      sum: name,
      ...(currency === undefined ? {} : { by: [currency.name] }),
    }));
}

const reasonOf = ({ name, why, evidence }: ProposedColumn): string => `${name}: ${why}. ${evidence}`;

function tableNotes(one: TableProposal, path: readonly (string | number)[], proposal: Proposal): PlanNote[] {
  const { table, pair, shard } = one;
  const notes: PlanNote[] = [];
  const dialects = (['source', 'target'] as const).flatMap((side) =>
    pair[side].dialect.why === '' ? [] : [`${side}: ${pair[side].dialect.why}`],
  );
  const keyless = table.key.sure ? [] : [`no key: ${table.key.why}`];
  notes.push({ path: [...path], lines: [`${table.why}: ${table.evidence}`, ...dialects, ...keyless] });
  if (table.key.sure) notes.push({ path: [...path, 'key'], lines: [`${table.key.why}: ${table.key.evidence}`] });
  else if (table.key.columns.length > 0)
    notes.push({ path: [...path, 'key'], lines: [table.key.evidence], unsure: table.key.columns });
  if (shard !== null) notes.push({ path: [...path, 'shard'], lines: ['the export is partitioned by it'] });
  for (const column of table.columns) {
    const at = [...path, 'columns', column.name];
    const lines = [`${column.why}: ${column.evidence}`];
    notes.push(column.sure ? { path: at, lines } : { path: at, lines, unsure: column.plan as PlanMapping });
  }
  if (table.alone.length > 0)
    notes.push({
      path: [...path, 'ignore'],
      lines: [
        'Unmapped until somebody maps them or says why they are left out:',
        ...table.alone.map(({ side, column, why }) => `${side} ${JSON.stringify(column)}: ${why}`),
      ],
      unsure: table.alone.map(({ side, column }) => ({ side, column, reason: 'say why' })),
    });
  const checks = possibleChecks(one, proposal.tables);
  if (checks.length > 0)
    notes.push({
      path: [...path, 'checks'],
      lines: checks.map(({ seen }) => seen),
      unsure: checks.map(({ check }) => check),
    });
  return notes;
}
