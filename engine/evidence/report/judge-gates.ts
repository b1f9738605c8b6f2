import type { Certificate } from '../../../contract/certificate.ts';
import type { Report, ReportGate, ReportTable } from './report.ts';
import type { Gates } from '../../plan/plan.ts';
import { scaledInteger, unitsText } from '../../canonical/scaled-integer.ts';
import type { AcceptableKind } from '../../../contract/exception.ts';
import { acceptedUnits, type Accepted } from '../exceptions/accepted.ts';

/** Of a package without exceptions. */
const nothingAccepted: Accepted = new Map();

/**
 * Judges the plan's gates from the counts of a report alone, so that whoever verifies a package judges alike
 * (formats.md section 6). Counts are summed over tables; a pair of rows counts once. What is accepted is no part of
 * what a gate limits, and stands beside the value, which keeps it.
 */
export function judgeGates(
  gates: Gates,
  tables: readonly ReportTable[],
  coverage: Report['coverage'],
  certificates: readonly Pick<Certificate, 'result'>[] = [],
  accepted: Accepted = nothingAccepted,
): ReportGate[] {
  const sum = (of: (table: ReportTable) => bigint): bigint => tables.reduce((total, table) => total + of(table), 0n);
  const both = (term: 'duplicatesLeft' | 'unrepresentable') =>
    sum(({ source, target }) => BigInt(source[term]) + BigInt(target[term]));
  const limited = (name: string, limit: bigint, value: bigint, excepted = 0n): ReportGate => ({
    name,
    limit: limit.toString(),
    value: value.toString(),
    excepted: excepted.toString(),
    pass: value - excepted <= limit,
  });
  const failing = BigInt(certificates.filter(({ result }) => result === 'fails').length);
  const rowsOf = (kind: AcceptableKind): bigint => acceptedRows(accepted, kind);
  const unequal = tables.flatMap(({ name: of, totals }) =>
    totals
      .filter(({ source, target }) => source !== target)
      .map(({ name, by, difference }) => scaledInteger(difference).units === acceptedUnits(accepted, of, name, by)),
  );
  const totals = BigInt(unequal.length);
  // The accepted rows alone make up the difference: whatever else there were would show.
  const explained = BigInt(unequal.filter((isExplained) => isExplained).length);
  const checks = sum(({ checks: results }) => BigInt(results.filter(({ pass }) => !pass).length));
  return [
    limited(
      'source_only',
      gates.source_only,
      sum(({ source }) => BigInt(source.only)),
      rowsOf('source_only'),
    ),
    limited(
      'target_only',
      gates.target_only,
      sum(({ target }) => BigInt(target.only)),
      rowsOf('target_only'),
    ),
    limited(
      'changed',
      gates.changed,
      sum(({ source }) => BigInt(source.changed)),
      rowsOf('changed'),
    ),
    limited('duplicates', gates.duplicates, both('duplicatesLeft'), rowsOf('duplicate')),
    limited('unrepresentable', gates.unrepresentable, both('unrepresentable')),
    limited('unmapped', gates.unmapped, BigInt(coverage.unmapped.length)),
    ...(certificates.length === 0 ? [] : [limited('certificates', gates.certificates, failing)]),
    ...toleranceGates(gates.within_tolerance, tables, accepted),
    {
      name: 'totals',
      limit: 'equal',
      value: totals.toString(),
      excepted: explained.toString(),
      pass: totals === explained,
    },
    { name: 'checks', limit: 'pass', value: checks.toString(), excepted: '0', pass: checks === 0n },
  ];
}

/**
 * Within tolerance: none where the plan sets no gate; else the share of the worst table's entries, and the sum of all
 * absolute differences, each where it is limited. Ratios are compared by multiplication: nothing is divided or rounded.
 */
function toleranceGates(
  gate: Gates['within_tolerance'],
  tables: readonly ReportTable[],
  accepted: Accepted,
): ReportGate[] {
  const rows = tables.reduce((total, { source }) => total + BigInt(source.withinTolerance), 0n);
  const exceptedRows = acceptedRows(accepted, 'within_tolerance');
  const excepted = exceptedRows.toString();
  if (gate === null)
    return [{ name: 'within_tolerance', limit: '0', value: rows.toString(), excepted, pass: rows === exceptedRows }];
  const judged: ReportGate[] = [];
  if (gate.max_ratio !== null) {
    const limit = scaledInteger(gate.max_ratio);
    const fits = tables.every(
      ({ name, source }) =>
        (BigInt(source.withinTolerance) - (accepted.get(name)?.kinds.within_tolerance ?? 0n)) *
          10n ** BigInt(limit.scale) <=
        limit.units * entriesOf(source),
    );
    const worst = tables
      .map(({ source }) => `${source.withinTolerance} of ${entriesOf(source)}`)
      .filter((text) => !text.startsWith('0 '));
    judged.push({
      name: 'within_tolerance.max_ratio',
      limit: gate.max_ratio,
      value: worst.length === 0 ? '0' : worst.join(', '),
      excepted,
      pass: fits,
    });
  }
  if (gate.max_sum !== null) {
    const sums = tables.flatMap(({ name, columns }) =>
      columns.flatMap(({ toleranceSum }, c) => {
        if (toleranceSum === undefined) return [];
        return { ...scaledInteger(toleranceSum), excepted: accepted.get(name)?.toleranceUnits[c] ?? 0n };
      }),
    );
    const limit = scaledInteger(gate.max_sum);
    const scale = Math.max(0, ...sums.map((sum) => sum.scale), limit.scale);
    const at = (units: bigint, own: number): bigint => units * 10n ** BigInt(scale - own);
    const total = sums.reduce((units, sum) => units + at(sum.units, sum.scale), 0n);
    const left = sums.reduce((units, sum) => units + at(sum.units - sum.excepted, sum.scale), 0n);
    judged.push({
      name: 'within_tolerance.max_sum',
      limit: gate.max_sum,
      value: unitsText(total, scale),
      excepted,
      pass: left <= at(limit.units, limit.scale),
    });
  }
  return judged;
}

const entriesOf = (terms: ReportTable['source']): bigint =>
  BigInt(terms.rows) - BigInt(terms.excluded) - BigInt(terms.unrepresentable);

const acceptedRows = (accepted: Accepted, kind: AcceptableKind): bigint =>
  [...accepted.values()].reduce((total, { kinds }) => total + kinds[kind], 0n);
