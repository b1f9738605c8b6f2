import type { CallOutput } from '../../contract/calls.ts';
import type { Report, ReportTable } from '../../contract/report.ts';
import { termsOf } from '../report-terms.ts';

type Difference = CallOutput<'findings.page'>['rows'][number];

const column = (name: string, type: string, changed = '0', withinTolerance = '0') => ({
  name,
  type,
  changed,
  withinTolerance,
  altered: { source: {}, target: {} },
});

/** Ten rows: seven matched, one changed, one within tolerance, one in the source alone. */
export const accounts: ReportTable = {
  name: 'accounts',
  key: ['id'],
  depth: 4,
  roots: { source: 'a'.repeat(64), target: 'b'.repeat(64) },
  bucketsDiffering: '3',
  proven: true,
  source: termsOf({ rows: '10', matched: '7', matchedUnderRule: '2', withinTolerance: '1', changed: '1', only: '1' }),
  target: termsOf({ rows: '9', matched: '7', matchedUnderRule: '2', withinTolerance: '1', changed: '1' }),
  columns: [
    column('balance', 'decimal(2)', '1', '1'),
    column('currency', 'text'),
    column('id', 'text'),
    { ...column('memo', 'text', '1'), altered: { source: { trim: '3' }, target: { trim: '0', nfc: '1' } } },
  ],
  shards: {
    column: 'currency',
    values: [
      { value: 'EUR', source: '6', target: '6', differing: '2' },
      { value: null, source: '4', target: '3', differing: '3' },
    ],
  },
  totals: [
    { name: 'balance', by: ['EUR'], source: '100.00', target: '101.51', difference: '1.51', keys: '1' },
    { name: 'balance', by: [null], source: '9.00', target: '9.00', difference: '0.00', keys: '0' },
  ],
  checks: [],
};

export const report: Report = {
  verdict: 'NOT_RECONCILED',
  at: '2026-01-31T02:10:00Z',
  hash: 'sha256',
  plan: { name: 'cutover', identity: 'c'.repeat(64) },
  tool: { name: 'tallystick', version: '0.1.0', engine: 'duckdb 1.5.5', tzdata: '2026b' },
  sides: { source: { identity: 'd'.repeat(64), files: [] }, target: { identity: 'e'.repeat(64), files: [] } },
  tables: [accounts],
  coverage: {
    unmapped: [{ side: 'source', table: 'accounts', column: 'flag' }],
    ignored: [{ side: 'target', table: 'accounts', column: 'loaded_at', reason: 'set by the loader' }],
    notData: [{ side: 'source', table: 'accounts', name: 'README.md' }],
  },
  gates: [
    { name: 'source_only', limit: '0', value: '1', excepted: '0', pass: false },
    { name: 'target_only', limit: '0', value: '0', excepted: '0', pass: true },
    { name: 'changed', limit: '0', value: '1', excepted: '0', pass: false },
    { name: 'within_tolerance.max_sum', limit: '10.00', value: '0.01', excepted: '0', pass: true },
    { name: 'totals', limit: 'equal', value: '1', excepted: '0', pass: false },
    { name: 'checks', limit: 'pass', value: '0', excepted: '0', pass: true },
  ],
  exceptions: [],
  assumptions: ['nonces are carried over unchanged'],
  signers: { preparer: '1', approver: '1' },
  differences: { lines: '3', escapedCells: '0' },
};

const side = (cells: (string | null)[], row: string) => ({ cells, digest: 'f'.repeat(64), file: 'a.csv', row });

export const changed: Difference = {
  line: '0',
  kind: 'changed',
  key: ['AC-1'],
  keyDigest: '1'.repeat(64),
  columns: ['balance', 'memo'],
  column: null,
  text: null,
  source: side(['12400.07', 'EUR', 'AC-1', ''], '1204118'),
  target: side(['12400.88', 'EUR', 'AC-1', null], '88014'),
};

export const sourceOnly: Difference = {
  ...changed,
  line: '1',
  kind: 'source_only',
  key: ['AC-2'],
  columns: [],
  source: side(['55.00', 'JPY', 'AC-2', '‮evil‬ <b>x</b>'], '7'),
  target: null,
};

export const formless: Difference = {
  ...changed,
  line: '2',
  kind: 'unrepresentable',
  key: null,
  keyDigest: null,
  columns: [],
  column: 'balance',
  text: '12,40',
  source: null,
  target: side([], '9'),
};
