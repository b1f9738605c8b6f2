import { createHash } from 'node:crypto';
import { jcsBytes, jcsText } from '../../engine/canonical/jcs.ts';
import { encodeRecord } from '../../engine/canonical/record.ts';
import { parseType } from '../../engine/canonical/type-name.ts';
import type { Difference, DifferenceKind } from '../../engine/evidence/differences/difference.ts';
import {
  reportPredicateType,
  reportStatementSchema,
  statementType,
  type Report,
  type ReportTable,
} from '../../engine/evidence/report/report.ts';
import { termsOf } from '../report-terms.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const columnTypes = {
  account_id: 'text',
  balance: 'decimal(2)',
  currency: 'text',
  memo: 'text',
  opened_at: 'timestamp(6)',
};
const types = Object.values(columnTypes).map((type) => parseType(type)!);
type Row = readonly [id: string, balance: string | null, currency: string, memo: string | null, openedAt: string];

export const emptyTable: ReportTable = {
  name: 'accounts',
  key: ['account_id'],
  depth: 0,
  roots: { source: sha256('a root'), target: sha256('a root') },
  bucketsDiffering: '0',
  proven: true,
  source: termsOf(),
  target: termsOf(),
  columns: Object.entries(columnTypes).map(([name, type]) => ({
    name,
    type,
    changed: '0',
    withinTolerance: '0',
    altered: { source: {}, target: {} },
  })),
  totals: [],
  checks: [],
};

const gate = (name: string, limit: string, value: string, pass: boolean) => ({
  name,
  limit,
  value,
  excepted: '0',
  pass,
});

/** A report on one empty table, reconciled; `changes` replace what it says. */
export const reportOf = (changes: Partial<Report> = {}): Report => ({
  verdict: 'RECONCILED',
  at: '2026-01-31T02:10:00Z',
  hash: 'sha256',
  plan: { name: 'core-banking-cutover', identity: sha256('the plan') },
  tool: { name: 'tallystick', version: '0.1.0', engine: 'duckdb 1.5.5', tzdata: '2026b' },
  sides: { source: { identity: sha256('source'), files: [] }, target: { identity: sha256('target'), files: [] } },
  tables: [emptyTable],
  coverage: { unmapped: [], ignored: [], notData: [] },
  gates: [
    gate('source_only', '0', '0', true),
    gate('target_only', '0', '0', true),
    gate('changed', '0', '0', true),
    gate('totals', 'equal', '0', true),
    gate('checks', 'pass', '0', true),
  ],
  exceptions: [],
  assumptions: [],
  signers: { preparer: '1', approver: '1' },
  differences: { lines: '0', escapedCells: '0' },
  ...changes,
});

/** report.json of a report, judged by its schema. */
export function reportBytes(report: Report): Uint8Array {
  const names = ['differences.ndjson', 'plan.yaml', 'source.fingerprint.json', 'target.fingerprint.json'];
  const statement = {
    _type: statementType,
    subject: names.map((name) => ({ name, digest: { sha256: sha256(name) } })),
    predicateType: reportPredicateType,
    predicate: report,
  };
  return jcsBytes(reportStatementSchema.parse(statement));
}

/** A line of differences.ndjson on the table `accounts`. */
export function difference(kind: DifferenceKind, source: Row | null, target: Row | null, row = '17'): string {
  const key = [(source ?? target)![0]];
  const side = (cells: Row | null, file: string) =>
    cells === null
      ? null
      : { record: encodeRecord(types, cells), digest: sha256(encodeRecord(types, cells)), file, row };
  const names = Object.keys(columnTypes);
  const line: Difference = {
    table: 'accounts',
    kind,
    key,
    keyDigest: sha256(encodeRecord([types[0]!], key)),
    columns: source === null || target === null ? [] : names.filter((_, i) => source[i] !== target[i]),
    source: side(source, 'accounts/part-03.parquet'),
    target: side(target, 'accounts-2.csv.gz'),
  };
  return jcsText(line);
}

export const row = (
  id: string,
  changes: { balance?: string | null; memo?: string | null; openedAt?: string } = {},
): Row => [
  id,
  changes.balance === undefined ? '12400.07' : changes.balance,
  'EUR',
  changes.memo === undefined ? 'rent, March' : changes.memo,
  changes.openedAt ?? '2024-03-31T01:12:09.000000Z',
];

const file = (name: string, table: string, bytes: string, rows: string, certificate = 'none') => ({
  name,
  bytes,
  sha256: sha256(name),
  rows,
  table,
  certificate,
});

/** A full report: a night on which ten rows changed and five were lost, with everything else that a page can say. */
export function fullReport(changes: Partial<Report> = {}): Report {
  const accounts: ReportTable = {
    ...emptyTable,
    depth: 17,
    roots: { source: sha256('one root'), target: sha256('another root') },
    bucketsDiffering: '51',
    where: { source: "st <> 'X'", target: null, reason: 'closed accounts stay behind' },
    source: termsOf({
      rows: '10000000',
      excluded: '5',
      matched: '9999940',
      matchedUnderRule: '1204',
      withinTolerance: '38',
      changed: '10',
      only: '5',
      duplicatesMatched: '2',
    }),
    target: termsOf({
      rows: '9999994',
      unrepresentable: '1',
      matched: '9999940',
      matchedUnderRule: '1204',
      withinTolerance: '38',
      changed: '10',
      only: '1',
      duplicatesMatched: '2',
      duplicatesLeft: '2',
    }),
    columns: emptyTable.columns.map((column) =>
      column.name === 'balance'
        ? { ...column, changed: '8', withinTolerance: '38', tolerance: '0.01', toleranceSum: '0.38' }
        : column.name === 'memo'
          ? {
              ...column,
              changed: '1',
              altered: { source: { trim: '1204', nfc: '0' }, target: { trim: '0', nfc: '3' } },
            }
          : column.name === 'opened_at'
            ? { ...column, changed: '3' }
            : column,
    ),
    totals: [
      {
        name: 'balance per currency',
        by: ['EUR'],
        source: '1204118400.66',
        target: '1204118402.17',
        difference: '1.51',
        keys: '5',
      },
      {
        name: 'balance per currency',
        by: ['USD'],
        source: '9377020118.90',
        target: '9377020037.90',
        difference: '-81.00',
        keys: '3',
      },
      {
        name: 'balance per currency',
        by: ['CHF'],
        source: '77310.00',
        target: '77310.00',
        difference: '0.00',
        keys: '2',
      },
      {
        name: 'balance per currency',
        by: [null],
        source: '8140220714.00',
        target: '8140220714.00',
        difference: '0.00',
        keys: '0',
      },
    ],
    checks: [
      { name: 'owner exists', side: 'source', pass: true, failing: '0' },
      { name: 'owner exists', side: 'target', pass: false, failing: '3' },
    ],
    shards: {
      column: 'currency',
      values: [
        { value: null, source: '5', target: '5', differing: '0' },
        { value: 'EUR', source: '6666666', target: '6666660', differing: '25' },
        { value: 'USD', source: '3333324', target: '3333328', differing: '31' },
      ],
    },
  };
  const balances: ReportTable = {
    ...emptyTable,
    name: 'token_balances',
    depth: 19,
    source: termsOf({ rows: '41204118', matched: '41204118' }),
    target: termsOf({ rows: '41204118', matched: '41204118' }),
    totals: [
      {
        name: 'tokens',
        by: [],
        source: (2n ** 256n - 1n).toString(),
        target: (2n ** 256n - 2n).toString(),
        difference: '-1',
        keys: '1',
      },
    ],
  };
  return reportOf({
    verdict: 'NOT_RECONCILED',
    sides: {
      source: {
        identity: sha256('source'),
        files: [
          file(
            'accounts/part-01.parquet',
            'accounts',
            '153589652',
            '5000000',
            'matches SHA256SUMS, signed by ops@bank',
          ),
          file(
            'accounts/part-02.parquet',
            'accounts',
            '153589653',
            '5000000',
            'matches SHA256SUMS, signed by ops@bank',
          ),
          file(
            'token_balances.parquet',
            'token_balances',
            '2104118402',
            '41204118',
            'matches SHA256SUMS, signed by ops@bank',
          ),
        ],
      },
      target: {
        identity: null,
        files: [
          file('accounts-1.csv.gz', 'accounts', '386000112', '9999994'),
          file('token_balances.csv', 'token_balances', '999', '41204118'),
        ],
      },
    },
    tables: [accounts, balances],
    coverage: {
      unmapped: [{ side: 'target', table: 'accounts', column: 'risk_class' }],
      ignored: [{ side: 'target', table: 'accounts', column: 'loaded_at', reason: 'set by the loader' }],
      notData: [{ side: 'source', table: 'accounts', name: 'accounts/_SUCCESS' }],
    },
    gates: [
      gate('source_only', '0', '5', false),
      gate('target_only', '0', '1', false),
      gate('changed', '0', '10', false),
      gate('duplicates', '0', '2', false),
      gate('unrepresentable', '0', '1', false),
      gate('unmapped', '0', '1', false),
      gate('within_tolerance.max_ratio', '0.001', '38 of 9999995', true),
      gate('within_tolerance.max_sum', '10.00', '0.38', true),
      gate('totals', 'equal', '2', false),
      gate('checks', 'pass', '1', false),
    ],
    assumptions: ['nonces are carried over unchanged'],
    differences: { lines: '57', escapedCells: '2' },
    ...changes,
  });
}
