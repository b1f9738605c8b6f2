import { judgePlan } from '../../engine/plan/parse-plan.ts';
import { pathText } from '../../engine/plan/plan-problem.ts';
import type { Plan } from '../../engine/plan/plan.ts';

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A plan of one table, whose members stand from line 7 on, indented by four. */
export const planOf = (table: string): string =>
  [
    'tallystick: 1',
    'name: n',
    'source: { path: a }',
    'target: { path: b }',
    'tables:',
    '  - name: t',
    ...table.split('\n').map((line) => `    ${line}`),
  ].join('\n');

/** A plan whose column `c` stands in line 9, its mapping from column 10 on. */
export const columnOf = (mapping: string): string => planOf(`columns:\n  id: { type: text }\n  c: ${mapping}`);

/** `line:column path what`, one for each problem. */
export function problemsOf(text: string): string[] {
  const judged = judgePlan(utf8(text));
  if ('plan' in judged) return [];
  return judged.problems.map(({ line, column, path, what }) => `${line}:${column} ${pathText(path)} ${what}`);
}

export function planFrom(text: string): Plan {
  const judged = judgePlan(utf8(text));
  if ('plan' in judged) return judged.plan;
  throw new Error(problemsOf(text).join('\n'));
}

/** The example of formats.md section 6, with the columns and the table that its totals and checks speak of. */
export const example = `tallystick: 1
name: core-banking-cutover
hash: sha256                      # or blake3
source: { path: exports/source }  # a file or a folder, relative to the plan
target: { path: exports/target }
tables:
  - name: accounts
    depth: 17
    source: { files: "accounts-*.parquet" }
    target: { files: accounts.csv, csv: { delimiter: ";" } }
    key: [account_id]
    shard: region                 # optional: a canonical column by which coverage is shown
    where: { source: "status <> 'X'", reason: "closed accounts stay behind" }
    columns:
      account_id: { type: text, source: AccountID }            # the other side defaults to the canonical name
      balance:    { type: decimal(2), source: { column: minor, scale: -2 }, tolerance: "0.01" }
      opened_at:  { type: timestamp, source: { column: opened, format: epoch_ms }, target: { format: "%d/%m/%Y %H:%M:%S", zone: Europe/Paris, ambiguous: earlier } }
      status:     { type: text, source: { column: st, values: { A: ACTIVE, C: CLOSED } } }
      memo:       { type: text, rules: [trim, nfc] }           # rules here hold for both sides; a side's own replace them
      address:    { type: bytes, target: { encoding: base64 } }
      region:     { type: text }
      currency:   { type: text }
      amount:     { type: decimal(2) }
      txn_id:     { type: text }
      height:     { type: int }
      chain:      { type: text }
      hash:       { type: bytes }
      parent:     { type: bytes }
      owner:      { type: text }
      day:        { type: date }
    ignore: [ { side: target, column: loaded_at, reason: "set by the loader" } ]
    totals: [ { name: balance per currency, sum: balance, by: [currency] } ]
    checks:
      - { name: balanced, sum: amount, by: [txn_id], equals: "0" }
      - { name: no gap, sequence: height, by: [chain], step: 1 }
      - { name: linked, chain: { hash: hash, previous: parent, order: height } }
      - { name: owner exists, refers: { columns: [owner], table: customers } }
      - { name: one a day, unique: [account_id, day] }
  - name: customers
    key: [id]
    columns: { id: { type: text } }
gates: { source_only: 0, target_only: 0, changed: 0, duplicates: 0, unrepresentable: 0, unmapped: 0, within_tolerance: { max_ratio: "0.001", max_sum: "10.00" }, totals: equal, checks: pass }
signers: { preparer: 1, approver: 1 }
assumptions: [ "nonces are carried over unchanged" ]
`;
