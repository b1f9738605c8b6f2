import { sides } from '../../../contract/side.ts';
import { jcsText } from '../../canonical/jcs.ts';
import { typeName } from '../../canonical/type-name.ts';
import { parsePlan } from '../../plan/parse-plan.ts';
import type { Plan, TablePlan } from '../../plan/plan.ts';
import { depthFor } from '../../tree/depth.ts';
import type { Report, ReportTable } from '../report/report.ts';
import { demand } from './judge.ts';
import { entriesOf } from './table-shape.ts';

const where = 'plan.yaml';

/** The plan in the package is the one the report names, and the report was made by it; throws what is not so. */
export function agreeingPlan(bytes: Uint8Array, report: Report): Plan {
  const plan = parsePlan(bytes, where);
  const says = (what: string, ofPlan: unknown, ofReport: unknown) =>
    demand(jcsText(ofPlan) === jcsText(ofReport), `The plan and report.json do not agree on ${what}`, where);
  says('the identity of the plan', plan.identity, report.plan.identity);
  says('the name', plan.name, report.plan.name);
  says('the hash', plan.hash, report.hash);
  const { preparer, approver } = plan.signers;
  says('the signers', { preparer: String(preparer), approver: String(approver) }, report.signers);
  says('the assumptions', plan.assumptions, report.assumptions);
  const names = report.tables.map(({ name }) => name);
  says(
    'the tables',
    plan.tables.map(({ name }) => name),
    names,
  );
  for (const [i, table] of plan.tables.entries()) agreeOnTable(table, report.tables[i]!, says);
  says('what is ignored', ignoredBy(plan), report.coverage.ignored);
  return plan;
}

function agreeOnTable(
  plan: TablePlan,
  table: ReportTable,
  says: (what: string, plan: unknown, report: unknown) => void,
) {
  const of = `of table ${plan.name}`;
  says(`the key ${of}`, plan.key, table.key);
  says(
    `the columns ${of}`,
    plan.columns.map(({ name, type, tolerance }) => ({ name, type: typeName(type), tolerance })),
    table.columns.map(({ name, type, tolerance = null }) => ({ name, type, tolerance })),
  );
  says(
    `the rules ${of}`,
    plan.columns.map((column) => sides.map((side) => [...new Set(column.sides[side].reading.rules)].sort())),
    table.columns.map(({ altered }) => sides.map((side) => Object.keys(altered[side]).sort())),
  );
  const [source, target] = sides.map((side) => plan.sides[side].where?.text ?? null);
  const condition = source === null && target === null ? null : { source, target, reason: plan.whereReason ?? '' };
  says(`the rows left out ${of}`, condition, table.where ?? null);
  says(`the shards ${of}`, plan.shard, table.shards?.column ?? null);
  const wanted = plan.checks.flatMap(({ name }) => sides.map((side) => ({ name, side })));
  says(
    `the checks ${of}`,
    wanted,
    table.checks.map(({ name, side }) => ({ name, side })),
  );
  const totals = plan.totals.map(({ name, by }) => `${name} ${by.length}`);
  const found = new Set(table.totals.map(({ name, by }) => `${name} ${by.length}`));
  demand(
    [...found].every((total) => totals.includes(total)),
    `The plan asks for no such total ${of}`,
    where,
  );
  // A total over everything has a row even where there is none to sum.
  const whole = plan.totals.filter(({ by }) => by.length === 0).map(({ name }) => `${name} 0`);
  demand(
    whole.every((total) => found.has(total)),
    `A total is missing ${of}`,
    where,
  );
  if (!table.proven) return;
  const largest = sides.map((side) => entriesOf(table[side])).reduce((a, b) => (a > b ? a : b));
  says(`the depth ${of}`, plan.depth ?? depthFor(largest), table.depth);
}

const ignoredBy = ({ tables }: Plan) =>
  tables.flatMap(({ name, ignore }) =>
    sides.flatMap((side) =>
      ignore
        .filter((ignored) => ignored.side === side)
        .map(({ column, reason }) => ({ side, table: name, column, reason })),
    ),
  );
