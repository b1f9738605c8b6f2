import { z } from 'zod';
import type { Certificate } from '../../../contract/certificate.ts';
import { sides, type Side } from '../../../contract/side.ts';
import { compareUtf8 } from '../../canonical/compare-utf8.ts';
import { jcsBytes, parseJcs } from '../../canonical/jcs.ts';
import { parseType, typeName } from '../../canonical/type-name.ts';
import { reportStatementSchema, type Report, type ReportStatement, type ReportTable } from '../report/report.ts';
import { certificatesOf } from '../report/certificates-of.ts';
import { demandFewParts } from './few-parts.ts';
import { demand } from './judge.ts';

const where = 'report.json';
const ascends = (names: readonly string[]): boolean =>
  names.every((name, i) => i === 0 || compareUtf8(names[i - 1]!, name) < 0);

/** Reads report.json: exactly canonical, of the schema, and at one with itself as far as names and order go. */
export function readReport(bytes: Uint8Array): ReportStatement {
  demandFewParts(bytes, where);
  const read = reportStatementSchema.safeParse(parseJcs(bytes, where));
  if (!read.success) {
    const [issue] = read.error.issues;
    demand(false, `Not a reconciliation report: ${issue!.path.join('.')} ${issue!.message}`, where);
  }
  const statement = read.data;
  // A member that the schema looks past is still a member that somebody may read.
  demand(Buffer.compare(jcsBytes(statement), bytes) === 0, 'The report holds members that no report has', where);
  // Numbers are computed with below, and one of millions of digits would take until tomorrow.
  demand(!/[0-9]{100000}/.test(Buffer.from(bytes).toString('latin1')), 'A number has too many digits', where);
  judgeReport(statement.predicate);
  return statement;
}

function judgeReport(report: Report): void {
  const { tables, disagreements = null } = report;
  demand(z.iso.datetime({ precision: 0 }).safeParse(report.at).success, 'The report has no time of day in UTC', where);
  demand(
    tables.length > 0 && ascends(tables.map(({ name }) => name)),
    'Tables are not in the order of their names',
    where,
  );
  for (const table of tables) judgeTable(table);
  const known = new Set(tables.map(({ name }) => name));
  for (const side of sides) judgeFiles(report, side);
  for (const certificate of certificatesOf(report)) judgeCertificate(certificate);
  demand(disagreements === null || disagreements.length > 0, 'The list of disagreements is empty', where);
  const named = new Set((disagreements ?? []).map(({ table }) => table));
  demand(
    [...named].every((name) => known.has(name)),
    'A disagreement names no table of the report',
    where,
  );
  for (const { name, proven } of tables)
    demand(
      proven !== named.has(name),
      `Table ${name} is called ${proven ? 'proven' : 'unproven'}, and the disagreements say otherwise`,
      where,
    );
}

function judgeTable({ name, key, columns, checks }: ReportTable): void {
  const at = `${where}, table ${name}`;
  demand(
    columns.length > 0 && ascends(columns.map((column) => column.name)),
    'Columns are not in the order of their names',
    at,
  );
  for (const column of columns) {
    const type = parseType(column.type);
    demand(type !== undefined && typeName(type) === column.type, `Column ${column.name} has no type in full`, at);
    demand(
      (column.tolerance === undefined) === (column.toleranceSum === undefined),
      `Column ${column.name} has half a tolerance`,
      at,
    );
    if (column.tolerance === undefined) continue;
    demand(
      type.kind === 'int' || type.kind === 'decimal',
      `Column ${column.name} has a tolerance and is no number`,
      at,
    );
    demand(!column.tolerance.startsWith('-'), `Column ${column.name} has a negative tolerance`, at);
    demand(!key.includes(column.name), `Key column ${column.name} has a tolerance`, at);
  }
  demand(new Set(key).size === key.length, 'A key column stands twice', at);
  demand(
    key.every((part) => columns.some((column) => column.name === part)),
    'A key column is no column',
    at,
  );
  for (const { name: checked, pass, failing } of checks)
    demand(pass === (failing === '0'), `Check ${checked} passes with failures, or fails without one`, at);
}

/** A certificate may not be said to hold beside a list of what does not. */
function judgeCertificate({ name, result, listed, matching, differing, missing, signature }: Certificate): void {
  const whole = differing.length === 0 && missing.length === 0 && signature !== 'refused';
  const at = `${where}, certificate ${name}`;
  demand(result !== 'holds' || whole, 'It holds, and something of it does not', at);
  demand(
    BigInt(matching) + BigInt(differing.length) + BigInt(missing.length) === BigInt(listed),
    'What matches, differs and is missing is not what it lists',
    at,
  );
}

/** Files stand by name, then table, each once; a table's rows are the sum of theirs. */
function judgeFiles({ sides: both, tables }: Report, side: Side): void {
  const places = new Map(tables.map(({ name }, index) => [name, index]));
  const sums = tables.map(() => 0n);
  let before: { readonly name: string; readonly place: number } | null = null;
  for (const { name, table, rows } of both[side].files) {
    const place = places.get(table);
    demand(place !== undefined, `A file of the ${side} is of no table`, `${where}, file ${name}`);
    demand(
      before === null || (compareUtf8(before.name, name) || before.place - place) < 0,
      `Files of the ${side} are not in byte order`,
      `${where}, file ${name}`,
    );
    before = { name, place };
    sums[place]! += BigInt(rows);
  }
  for (const [i, { name, [side]: terms }] of tables.entries())
    demand(
      sums[i] === BigInt(terms.rows),
      `The ${side}'s files hold ${sums[i]!} rows, the table ${terms.rows}`,
      `${where}, table ${name}`,
    );
}
