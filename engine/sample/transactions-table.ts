import { literal } from '../snapshot/duckdb/database.ts';
import { regionOfTen, regions, type LedgerTable } from './ledger-table.ts';
import { linesOfEight } from './ledger-size.ts';
import { codes, draw, drawText, isoText, pick } from './sql.ts';
import { references } from './words.ts';

export const firstTransaction = 7_000_000_000;
const yearBegins = 1_735_689_600_000_000; // 2025-01-01
const yearMicros = 365 * 86_400_000_000;

/** When a transaction was made, in epoch microseconds: in the order of their numbers, spread over 2025. */
export function createdMicros(index: string, transactions: number): string {
  const step = Math.floor(yearMicros / transactions);
  return `${yearBegins} + ${index} * ${step} + ${draw(index, 100, step)}`;
}

/** Numbers without a gap in each region, from 1: an auditor asks for them first. */
function entryNumber(): string {
  const before = regionOfTen.map((region, at) => regionOfTen.slice(0, at).filter((other) => other === region).length);
  const each = `CASE region ${regions
    .map((region) => `WHEN ${literal(region)} THEN ${regionOfTen.filter((other) => other === region).length}`)
    .join(' ')} END`;
  return `(i // 10) * ${each} + ([${before.join(', ')}])[1 + i % 10] + 1`;
}

export function transactionsTable(rows: number): LedgerTable {
  const simple = pick(['10', '10', '40', '50', '60'], draw('i', 101, 5));
  return {
    name: 'transactions',
    rows,
    partitioned: true,
    key: { txn_id: 'txn::VARCHAR' },
    model: {
      txn: `${firstTransaction} + i`,
      region: pick(regionOfTen, 'i % 10'),
      entry: entryNumber(),
      lines: `([${linesOfEight.join(', ')}])[1 + i % 8]`,
      kind: `CASE lines WHEN 3 THEN '30' WHEN 4 THEN '20' ELSE ${simple} END`,
      created: createdMicros('i', rows),
      valued: `make_timestamp(created)::DATE + ${draw('i', 102, 3)}::INTEGER`,
      reference: `CASE WHEN i % 16 = 5 THEN NULL ELSE ${drawText(references, 'i', 103)} || ' ' || ${draw('i', 104, 1_000_000)} END`,
      channel: pick(['B', 'M', 'W', 'A', 'M', 'W'], draw('i', 105, 6)),
      known: draw('i', 106, 12),
    },
    faults: {
      space_added: {
        where: 'reference IS NOT NULL',
        alters: { column: 'reference', into: "reference || ' '" },
        shownAs: 'remittance_info',
      },
      time_off_by_microsecond: {
        where: 'true',
        alters: { column: 'created', into: 'created + 1' },
        shownAs: 'created_at',
      },
      // Neither the first nor the last of its region, so that the numbering shows the gap.
      row_lost: { where: `i >= 10 AND i < ${rows - 10}` },
    },
    source: {
      TXN_ID: 'txn',
      ENTRY_NO: 'entry',
      KIND: 'kind::SMALLINT',
      CRE_TS: 'created',
      VAL_DT: 'valued',
      REF: 'reference',
      CHAN: 'CASE WHEN known > 0 THEN channel END',
    },
    target: {
      created_at: `${isoText('created', 6)} || 'Z'`,
      transaction_id: 'txn',
      type: codes({ 10: 'TRANSFER', 20: 'FX', 30: 'CARD', 40: 'DIRECT_DEBIT', 50: 'SALARY', 60: 'CASH' }, 'kind'),
      remittance_info: 'reference',
      channel: `CASE WHEN known > 0 THEN ${codes({ B: 'BRANCH', M: 'MOBILE', W: 'WEB', A: 'ATM' }, 'channel')} END`,
      value_date: "strftime(valued, '%d/%m/%Y')",
      booking_region: 'region',
      entry_number: 'entry',
    },
  };
}
