import type { Certificate } from '../../contract/certificate.ts';
import type { Report, ReportGate, ReportTable } from './report.ts';
import type { Gates } from '../plan/plan.ts';
import { scaledInteger, unitsText } from '../canonical/scaled-integer.ts';

/**
 * Judges the plan's gates from the counts of a report alone, so that whoever verifies a package judges alike
 * (formats.md section 6). Counts are summed over tables; a pair of rows counts once.
 */
export function judgeGates(
  gates: Gates,
  tables: readonly ReportTable[],
  coverage: Report['coverage'],
  certificates: readonly Pick<Certificate, 'result'>[] = [],
): ReportGate[] {
  const sum = (of: (table: ReportTable) => bigint): bigint => tables.reduce((total, table) => total + of(table), 0n);
  const both = (term: 'duplicatesLeft' | 'unrepresentable') =>
    sum(({ source, target }) => BigInt(source[term]) + BigInt(target[term]));
  const limited = (name: string, limit: bigint, value: bigint): ReportGate => ({
    name,
    limit: limit.toString(),
    value: value.toString(),
    excepted: '0',
    pass: value <= limit,
  });
  const failing = BigInt(certificates.filter(({ result }) => result === 'fails').length);
  const totals = sum(({ totals: rows }) => BigInt(rows.filter(({ source, target }) => source !== target).length));
  const checks = sum(({ checks: results }) => BigInt(results.filter(({ pass }) => !pass).length));
  return [
    limited(
      'source_only',
      gates.source_only,
      sum(({ source }) => BigInt(source.only)),
    ),
    limited(
      'target_only',
      gates.target_only,
      sum(({ target }) => BigInt(target.only)),
    ),
    limited(
      'changed',
      gates.changed,
      sum(({ source }) => BigInt(source.changed)),
    ),
    limited('duplicates', gates.duplicates, both('duplicatesLeft')),
    limited('unrepresentable', gates.unrepresentable, both('unrepresentable')),
    limited('unmapped', gates.unmapped, BigInt(coverage.unmapped.length)),
    ...(certificates.length === 0 ? [] : [limited('certificates', gates.certificates, failing)]),
    ...toleranceGates(gates.within_tolerance, tables),
    { name: 'totals', limit: 'equal', value: totals.toString(), excepted: '0', pass: totals === 0n },
    { name: 'checks', limit: 'pass', value: checks.toString(), excepted: '0', pass: checks === 0n },
  ];
}

/**
 * Within tolerance: none where the plan sets no gate; else the share of the worst table's entries, and the sum of all
 * absolute differences, each where it is limited. Ratios are compared by multiplication: nothing is divided or rounded.
 */
function toleranceGates(gate: Gates['within_tolerance'], tables: readonly ReportTable[]): ReportGate[] {
  const rows = tables.reduce((total, { source }) => total + BigInt(source.withinTolerance), 0n);
  if (gate === null)
    return [{ name: 'within_tolerance', limit: '0', value: rows.toString(), excepted: '0', pass: rows === 0n }];
  const judged: ReportGate[] = [];
  if (gate.max_ratio !== null) {
    const limit = scaledInteger(gate.max_ratio);
    const fits = tables.every(
      ({ source }) => BigInt(source.withinTolerance) * 10n ** BigInt(limit.scale) <= limit.units * entriesOf(source),
    );
    const worst = tables
      .map(({ source }) => `${source.withinTolerance} of ${entriesOf(source)}`)
      .filter((text) => !text.startsWith('0 '));
    judged.push({
      name: 'within_tolerance.max_ratio',
      limit: gate.max_ratio,
      value: worst.length === 0 ? '0' : worst.join(', '),
      excepted: '0',
      pass: fits,
    });
  }
  if (gate.max_sum !== null) {
    const sums = tables.flatMap(({ columns }) => columns.flatMap(({ toleranceSum }) => toleranceSum ?? []));
    const scale = Math.max(0, ...sums.map((text) => scaledInteger(text).scale), scaledInteger(gate.max_sum).scale);
    const at = (text: string) => {
      const { units, scale: own } = scaledInteger(text);
      return units * 10n ** BigInt(scale - own);
    };
    const total = sums.reduce((units, text) => units + at(text), 0n);
    judged.push({
      name: 'within_tolerance.max_sum',
      limit: gate.max_sum,
      value: unitsText(total, scale),
      excepted: '0',
      pass: total <= at(gate.max_sum),
    });
  }
  return judged;
}

const entriesOf = (terms: ReportTable['source']): bigint =>
  BigInt(terms.rows) - BigInt(terms.excluded) - BigInt(terms.unrepresentable);
