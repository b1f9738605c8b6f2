import { sides, type BySide, type Side } from '../../contract/side.ts';
import { compareUtf8 } from '../canonical/compare-utf8.ts';
import type { CertifiedSide } from '../certificates/certify-side.ts';
import { typeName } from '../canonical/type-name.ts';
import { unitsText } from '../canonical/scaled-integer.ts';
import type { CarriedExceptions } from '../evidence/exceptions/carry-exceptions.ts';
import { judgeVerdict } from '../evidence/report/judge-verdict.ts';
import type { Report, ReportTable, ReportTerms } from '../evidence/report/report.ts';
import type { Plan } from '../plan/plan.ts';
import type { Disagreement } from './judge/cross-check.ts';
import type { JudgedTable } from './judge/judge-tables.ts';
import type { ListedDifferences } from './differences/list-differences.ts';
import { blindColumns } from './self-test/blind-columns.ts';
import type { TestedTable } from './self-test/self-test.ts';
import { tableRows } from './judge/table-rows.ts';

export interface ReportParts {
  readonly plan: Plan;
  readonly at: string;
  readonly tool: Report['tool'];
  readonly identities: BySide<string | null>;
  readonly certified: BySide<CertifiedSide>;
  readonly tables: readonly JudgedTable[];
  readonly listed: ListedDifferences;
  readonly tested: readonly TestedTable[];
  readonly disagreements: readonly Disagreement[];
  /** Null where the run was given none. */
  readonly carried: CarriedExceptions | null;
  /** Whoever signed the plan before the run. */
  readonly signed: NonNullable<Report['plan']['signed']> | null;
}

/** Step 7: the report's predicate. Everything in it follows from inputs, plan, build and `at` alone. */
export function buildReport(parts: ReportParts): Report {
  const { plan, at, tool, tables, listed, tested, disagreements, carried, signed } = parts;
  const summaries = { source: sideSummary(parts, 'source'), target: sideSummary(parts, 'target') };
  const rows = tables.map((table, i) => reportTable(table, listed.tables[i]!));
  const failures = tested.flatMap((table) => table.failures);
  const all = [...disagreements, ...failures, ...rows.flatMap(equationGaps)];
  const proven = new Set(all.map(({ table }) => table));
  const reported = rows.map((row) => ({ ...row, proven: !proven.has(row.name) }));
  const coverage: Report['coverage'] = {
    unmapped: perSide(tables, (table, side) =>
      table.unmapped[side].map((column) => ({ side, table: table.plan.name, column })),
    ),
    ignored: perSide(tables, (table, side) =>
      table.plan.ignore
        .filter((ignored) => ignored.side === side)
        .map(({ column, reason }) => ({ side, table: table.plan.name, column, reason })),
    ),
    notData: perSide(tables, (table, side) =>
      table.sides[side].notData.map((name) => ({ side, table: table.plan.name, name })),
    ),
  };
  const counted = {
    sides: summaries,
    tables: reported,
    coverage,
    disagreements: all.map((disagreement) => ({ ...disagreement })),
  };
  const { gates, verdict } = judgeVerdict(plan.gates, counted, carried?.accepted);
  return {
    verdict,
    at,
    hash: plan.hash,
    plan: { name: plan.name, identity: plan.identity, ...(signed === null ? {} : { signed }) },
    tool,
    sides: summaries,
    tables: reported,
    coverage,
    gates,
    exceptions: [...(carried?.exceptions ?? [])],
    ...(carried === null ? {} : { carried: carried.carried }),
    assumptions: [...plan.assumptions],
    signers: { preparer: String(plan.signers.preparer), approver: String(plan.signers.approver) },
    differences: { lines: String(listed.lines), escapedCells: String(listed.escapedCells) },
    selfTest: {
      pass: failures.length === 0,
      tables: tables.map(({ plan: { name } }, i) => ({ name, ...testedTexts(tested[i]!) })),
      blindTo: blindColumns(plan),
    },
    ...(all.length === 0 ? {} : { disagreements: counted.disagreements }),
  };
}

function testedTexts({ sides: { source, target } }: TestedTable) {
  const texts = ({ rows, alterations, moved, blind }: typeof source) => ({
    ...{ rows: String(rows), alterations: String(alterations), moved: String(moved), blind: String(blind) },
  });
  return { source: texts(source), target: texts(target) };
}

function reportTable(table: JudgedTable, listed: ListedDifferences['tables'][number]): ReportTable {
  const { plan, compared } = table;
  return {
    name: plan.name,
    key: [...plan.key],
    depth: compared.depth,
    roots: compared.roots,
    bucketsDiffering: String(compared.bucketsDiffering),
    proven: true,
    source: terms(table, 'source', listed),
    target: terms(table, 'target', listed),
    columns: plan.columns.map(({ name, type, tolerance }, c) => {
      const { changed, withinTolerance, toleranceSum } = listed.columns[c]!;
      const scale = type.kind === 'decimal' ? type.scale : 0;
      return {
        name,
        type: typeName(type),
        changed: String(changed),
        withinTolerance: String(withinTolerance),
        ...(tolerance === null ? {} : { tolerance, toleranceSum: unitsText(toleranceSum, scale) }),
        altered: { source: alteredBy(table, 'source', c), target: alteredBy(table, 'target', c) },
      };
    }),
    ...(plan.sides.source.where === null && plan.sides.target.where === null
      ? {}
      : {
          where: {
            source: plan.sides.source.where?.text ?? null,
            target: plan.sides.target.where?.text ?? null,
            reason: plan.whereReason ?? '',
          },
        }),
    ...(plan.shard === null
      ? {}
      : { shards: { column: plan.shard, values: table.shards.map((shard) => ({ ...shard })) } }),
    totals: table.totals.map((total) => ({ ...total, by: [...total.by] })),
    checks: table.checks.map((check) => ({ ...check })),
  };
}

function terms(
  table: JudgedTable,
  side: Side,
  { changed, withinTolerance }: ListedDifferences['tables'][number],
): ReportTerms {
  const { counts } = table.compared;
  const { scanned, excluded, unrepresentable } = tableRows(table, side);
  return {
    rows: String(scanned),
    excluded: String(excluded),
    unrepresentable: String(unrepresentable),
    matched: String(counts.matched),
    matchedUnderRule: String(counts.matchedUnderRule),
    withinTolerance: String(withinTolerance),
    changed: String(changed),
    only: String(side === 'source' ? counts.sourceOnly : counts.targetOnly),
    duplicatesMatched: String(counts.duplicatesMatched),
    duplicatesLeft: String(side === 'source' ? counts.sourceLeft : counts.targetLeft),
  };
}

/** The equation of section 7, which must close for each side: the rows as scanned against the terms as merged and listed. */
function equationGaps({ name, source, target }: ReportTable): Disagreement[] {
  return (
    [
      ['source', source],
      ['target', target],
    ] as const
  ).flatMap(([side, t]) => {
    const parts = [
      t.excluded,
      t.unrepresentable,
      t.matched,
      t.withinTolerance,
      t.changed,
      t.only,
      t.duplicatesMatched,
      t.duplicatesLeft,
    ];
    const sum = parts.reduce((total, part) => total + BigInt(part), 0n);
    if (sum === BigInt(t.rows)) return [];
    return [
      {
        agreement: '1' as const,
        table: name,
        expected: `${t.rows} rows in the ${side}`,
        found: `${sum} by the terms of the equation`,
      },
    ];
  });
}

function alteredBy(table: JudgedTable, side: Side, c: number): Record<string, string> {
  const rules = table.plan.columns[c]!.sides[side].reading.rules;
  const groups = table.staged[side].flatMap((file) => file.groups);
  return Object.fromEntries(
    [...new Set(rules)].map((rule) => {
      const r = rules.indexOf(rule);
      return [rule, String(groups.reduce((sum, { altered }) => sum + altered[c]![r]!, 0))];
    }),
  );
}

function sideSummary({ tables, identities, certified }: ReportParts, side: Side): Report['sides']['source'] {
  const { certificates, wordsOf } = certified[side];
  const files = tables.flatMap((table) =>
    table.sides[side].files.map(({ name, bytes, sha256, rows }) => ({
      name,
      bytes: String(bytes),
      sha256,
      rows: String(rows),
      table: table.plan.name,
      certificate: wordsOf(name),
    })),
  );
  return {
    identity: identities[side],
    files: files.sort((a, b) => compareUtf8(a.name, b.name)),
    ...(certificates.length === 0 ? {} : { certificates: [...certificates] }),
  };
}

const perSide = <T>(tables: readonly JudgedTable[], of: (table: JudgedTable, side: Side) => readonly T[]): T[] =>
  tables.flatMap((table) => sides.flatMap((side) => of(table, side)));
