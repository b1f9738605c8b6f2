import { currencies } from './currencies.ts';
import { regionOfTen, type LedgerTable } from './ledger-table.ts';
import { codes, decimalText, draw, drawText, isoText, pick } from './sql.ts';
import { memos, names } from './words.ts';

/** From 2012, when the bank of the sample began, to the middle of 2025. */
const firstOpening = 1_325_376_000_000_000;
const openingSeconds = 425_952_000;
const hour = 3_600_000_000;

const fullName = ([first, last]: (typeof names)[keyof typeof names], salt: number): string =>
  `${drawText(first, 'i', salt)} || ' ' || ${drawText(last, 'i', salt + 1)}`;

export const accountNumber = (index: string): string => `printf('AC-%010d', 100000 + ${index})`;

export function accountsTable(rows: number): LedgerTable {
  return {
    name: 'accounts',
    rows,
    partitioned: true,
    key: { account_id: 'account_id' },
    model: {
      account_id: accountNumber('i'),
      region: pick(regionOfTen, 'i % 10'),
      script: draw('i', 1, 12),
      holder: `CASE WHEN script < 7 THEN ${fullName(names.latin, 10)} WHEN script = 7 THEN ${fullName(names.greek, 12)} WHEN script = 8 THEN ${fullName(names.cyrillic, 14)} WHEN script = 9 THEN ${fullName(names.arabic, 16)} ELSE ${fullName(names.han, 18)} END`,
      currency: pick(['978', '978', '978', '978', '840', '840', '826', '756'], draw('i', 2, 8)),
      status: pick(['A', 'A', 'A', 'A', 'A', 'A', 'A', 'D', 'C', 'F'], draw('i', 3, 10)),
      opening: `${draw('i', 4, 500_000_000)} - 20000000`,
      credit: `CASE WHEN ${draw('i', 5, 10)} < 3 THEN NULL ELSE ${draw('i', 6, 200)} * 50000 END`,
      rate: draw('i', 7, 400),
      opened_raw: `${firstOpening} + ${draw('i', 8, openingSeconds)} * 1000000 + ${draw('i', 9, 1000)} * 1000`,
      spring: 'last_sunday(year(make_timestamp(opened_raw)), 3)',
      autumn: 'last_sunday(year(make_timestamp(opened_raw)), 10)',
      // The two hours that the clocks of Paris show twice are left empty: a civil time there has two readings.
      opened: `CASE WHEN opened_raw >= autumn AND opened_raw < autumn + 2 * ${hour} THEN opened_raw - 3 * ${hour} ELSE opened_raw END`,
      joint: `${draw('i', 20, 4)} = 0`,
      memo: `CASE i % 8 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE ${drawText(memos, 'i', 21)} END`,
      iban: `printf('FR76%05d%05d%011d%02d', 30003 + i % 7, 1000 + i % 900, 20000000 + i, ${draw('i', 22, 97)})`,
    },
    faults: {
      amount_off_by_one: {
        where: 'true',
        alters: { column: 'opening', into: 'opening + 1' },
        shownAs: 'opening_balance',
      },
      null_for_empty: { where: "memo = ''", alters: { column: 'memo', into: 'NULL' }, shownAs: 'notes' },
      empty_for_null: { where: 'memo IS NULL', alters: { column: 'memo', into: "''" }, shownAs: 'notes' },
      time_off_by_dst_hour: {
        where: `opened > spring + 24 * ${hour} AND opened < autumn - 24 * ${hour}`,
        alters: { column: 'opened', into: `opened - ${hour}` },
        shownAs: 'opened_local',
      },
      code_wrong: {
        where: 'true',
        alters: { column: 'status', into: codes({ A: 'D', D: 'C', C: 'F', F: 'A' }, 'status') },
        shownAs: 'state',
      },
      row_added: { where: 'true' },
    },
    source: {
      ACCT_NO: 'account_id',
      CUST_NM: 'holder',
      CCY_NUM: 'currency::SMALLINT',
      ST: 'status',
      OPN_BAL_MINOR: 'opening',
      CR_LIM_MINOR: 'credit',
      RATE_BP: 'rate::INTEGER',
      OPN_TS: 'opened // 1000',
      JOINT: 'joint',
      MEMO: 'memo',
      IBAN: 'iban',
    },
    target: {
      iban: 'iban',
      account_number: 'account_id',
      state: codes({ A: 'ACTIVE', D: 'DORMANT', C: 'CLOSED', F: 'FROZEN' }, 'status'),
      holder_name: 'holder',
      branch_region: 'region',
      currency: codes(currencies, 'currency'),
      opening_balance: decimalText('opening', 2),
      credit_limit: decimalText('credit', 2),
      interest_rate: decimalText('rate', 4),
      opened_local: isoText('paris(opened)', 3),
      is_joint: "CASE WHEN joint THEN 'Y' ELSE 'N' END",
      notes: 'memo',
    },
  };
}
