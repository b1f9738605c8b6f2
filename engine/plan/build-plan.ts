import { createHash } from 'node:crypto';
import type { BySide, Side } from '../../contract/side.ts';
import { compareUtf8 } from '../canonical/compare-utf8.ts';
import { jcsBytes } from '../canonical/jcs.ts';
import { parseType } from '../canonical/type-name.ts';
import { defaultReading } from '../canonical/types.ts';
import type { Reading } from '../canonical/types.ts';
import { parseDecimal, plainDecimal } from './decimal-text.ts';
import type { Check, ColumnPlan, Gates, Plan, TablePlan, TableSide } from './plan.ts';
import type { CheckDocument, ColumnDocument, PlanDocument, ReadingOptions, TableDocument } from './plan-schema.ts';
import { parseWhere } from './where-parser.ts';

/** A judged document with every default filled in. Throws only for a document that has not been judged. */
export function buildPlan(document: PlanDocument): Plan {
  return {
    name: document.name,
    hash: document.hash ?? 'sha256',
    paths: bySide((side) => document[side].path),
    tables: document.tables.map(tablePlan).sort((a, b) => compareUtf8(a.name, b.name)),
    gates: gatesPlan(document.gates ?? {}),
    signers: {
      preparer: document.signers?.preparer === 0 ? 0 : 1,
      approver: document.signers?.approver ?? 1,
    },
    assumptions: document.assumptions ?? [],
    identity: createHash('sha256').update(jcsBytes(document)).digest('hex'),
  };
}

const bySide = <T>(of: (side: Side) => T): BySide<T> => ({ source: of('source'), target: of('target') });

const plain = (text: string): string => plainDecimal(parseDecimal(text)!);

function tablePlan(table: TableDocument): TablePlan {
  const columns = Object.entries(table.columns).map(([name, column]) => columnPlan(name, column));
  return {
    name: table.name,
    depth: table.depth ?? null,
    sides: bySide((side) => tableSide(table, side)),
    key: table.key ?? [],
    shard: table.shard ?? null,
    whereReason: table.where?.reason ?? null,
    columns: columns.sort((a, b) => compareUtf8(a.name, b.name)),
    ignore: table.ignore ?? [],
    totals: (table.totals ?? []).map(({ name, sum, by = [] }) => ({ name, sum, by })),
    checks: (table.checks ?? []).map(checkPlan),
  };
}

function tableSide(table: TableDocument, side: Side): TableSide {
  const { files, csv } = table[side] ?? {};
  const where = table.where?.[side];
  return {
    files: files ?? null,
    csv: {
      delimiter: csv?.delimiter ?? null,
      quote: csv?.quote ?? '"',
      escape: csv?.escape ?? '"',
      header: csv?.header ?? true,
    },
    where: where === undefined ? null : parseWhere(where),
  };
}

function columnPlan(name: string, column: ColumnDocument): ColumnPlan {
  return {
    name,
    type: parseType(column.type)!,
    sides: bySide((side) => {
      const own = column[side];
      if (typeof own === 'string') return { column: own, reading: readingOf(column) };
      return { column: own?.column ?? name, reading: readingOf({ ...column, ...own }) };
    }),
    tolerance: column.tolerance === undefined ? null : plain(column.tolerance),
  };
}

function readingOf(options: ReadingOptions): Reading {
  return {
    nullTexts: options.null ?? defaultReading.nullTexts,
    values: options.values === undefined ? null : new Map(Object.entries(options.values)),
    valuesElseKeep: options.values_else === 'keep',
    rules: options.rules ?? defaultReading.rules,
    groupSeparator: options.group_separator ?? defaultReading.groupSeparator,
    decimalSeparator: options.decimal_separator ?? defaultReading.decimalSeparator,
    base: options.base ?? defaultReading.base,
    scale: options.scale ?? defaultReading.scale,
    trueTexts: options.true ?? defaultReading.trueTexts,
    falseTexts: options.false ?? defaultReading.falseTexts,
    format: options.format ?? defaultReading.format,
    zone: options.zone ?? defaultReading.zone,
    ambiguous: options.ambiguous ?? defaultReading.ambiguous,
    encoding: options.encoding ?? defaultReading.encoding,
  };
}

function checkPlan(check: CheckDocument): Check {
  const { name } = check;
  if ('sum' in check) return { name, kind: 'sum', sum: check.sum, by: check.by ?? [], equals: plain(check.equals) };
  if ('sequence' in check)
    return { name, kind: 'sequence', column: check.sequence, by: check.by ?? [], step: String(check.step ?? 1) };
  if ('chain' in check) return { name, kind: 'chain', ...check.chain };
  if ('refers' in check) return { name, kind: 'refers', ...check.refers };
  return { name, kind: 'unique', columns: check.unique };
}

function gatesPlan(gates: NonNullable<PlanDocument['gates']>): Gates {
  const { within_tolerance: within } = gates;
  return {
    source_only: BigInt(gates.source_only ?? 0),
    target_only: BigInt(gates.target_only ?? 0),
    changed: BigInt(gates.changed ?? 0),
    duplicates: BigInt(gates.duplicates ?? 0),
    unrepresentable: BigInt(gates.unrepresentable ?? 0),
    unmapped: BigInt(gates.unmapped ?? 0),
    certificates: BigInt(gates.certificates ?? 0),
    within_tolerance:
      within === undefined
        ? null
        : {
            max_ratio: within.max_ratio === undefined ? null : plain(within.max_ratio),
            max_sum: within.max_sum === undefined ? null : plain(within.max_sum),
          },
    totals: 'equal',
    checks: 'pass',
  };
}
