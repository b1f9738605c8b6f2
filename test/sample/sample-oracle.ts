import { DuckDBInstance } from '@duckdb/node-api';
import { join } from 'node:path';

/** One difference as the oracle sees it. */
export interface OracleDifference {
  readonly table: string;
  readonly kind: string;
  readonly key: readonly string[];
  readonly columns: readonly string[];
}

/**
 * Both sides of the sample, mapped by SQL that was written by hand from the plan and shares nothing with the code that
 * wrote them. The tz conversion is ICU's, not the sample's own.
 */
export const mapped = (
  folder: string,
): Record<string, { key: string[]; columns: string[]; source: string; target: string }> => {
  const parquet = (table: string, hive: boolean): string =>
    `read_parquet('${join(folder, 'source', table)}/${hive ? '*/*' : '*'}.parquet', hive_partitioning = ${hive ? 'true' : 'false'}, hive_types_autocast = false)`;
  const csv = (table: string): string =>
    `read_csv('${join(folder, 'target', table)}-*.csv.gz', all_varchar = true, header = true, delim = ',', quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false, auto_detect = false, columns = ${columnsOf[table]!})`;
  const varchar = (names: string): string =>
    `{${names
      .split(' ')
      .map((name) => `'${name}': 'VARCHAR'`)
      .join(', ')}}`;
  const columnsOf: Record<string, string> = {
    accounts: varchar(
      'iban account_number state holder_name branch_region currency opening_balance credit_limit interest_rate opened_local is_joint notes',
    ),
    transactions: varchar(
      'created_at transaction_id type remittance_info channel value_date booking_region entry_number',
    ),
    postings: varchar('booking_region description amount currency account_number transaction_id line booked_at'),
    token_balances: varchar('asset balance_units custody account_number'),
  };
  const money = `(MAP {978: 'EUR', 840: 'USD', 826: 'GBP', 756: 'CHF'})[CCY_NUM]`;
  return {
    accounts: {
      key: ['account_id'],
      columns: [
        'holder',
        'region',
        'currency',
        'status',
        'opening_balance',
        'credit_limit',
        'interest_rate',
        'opened_at',
        'joint',
        'memo',
        'iban',
      ],
      source: `SELECT ACCT_NO AS account_id, CUST_NM AS holder, region, ${money} AS currency, (MAP {'A': 'ACTIVE', 'C': 'CLOSED', 'D': 'DORMANT', 'F': 'FROZEN'})[ST] AS status,
        OPN_BAL_MINOR::DECIMAL(18,2) / 100 AS opening_balance, CR_LIM_MINOR::DECIMAL(18,2) / 100 AS credit_limit, RATE_BP / 10000 AS interest_rate,
        make_timestamptz(OPN_TS * 1000) AS opened_at, JOINT AS joint, MEMO AS memo, IBAN AS iban FROM ${parquet('accounts', true)}`,
      target: `SELECT account_number AS account_id, holder_name AS holder, branch_region AS region, currency, state AS status, opening_balance::DECIMAL(18,2) AS opening_balance,
        credit_limit::DECIMAL(18,2) AS credit_limit, interest_rate::DOUBLE AS interest_rate, opened_local::TIMESTAMP AT TIME ZONE 'Europe/Paris' AS opened_at, is_joint = 'Y' AS joint, notes AS memo, iban FROM ${csv('accounts')}`,
    },
    transactions: {
      key: ['txn_id'],
      columns: ['region', 'entry_no', 'kind', 'created_at', 'value_date', 'reference', 'channel'],
      source: `SELECT TXN_ID AS txn_id, region, ENTRY_NO AS entry_no, (MAP {10: 'TRANSFER', 20: 'FX', 30: 'CARD', 40: 'DIRECT_DEBIT', 50: 'SALARY', 60: 'CASH'})[KIND] AS kind,
        make_timestamptz(CRE_TS) AS created_at, VAL_DT AS value_date, REF AS reference, (MAP {'B': 'BRANCH', 'M': 'MOBILE', 'W': 'WEB', 'A': 'ATM'})[CHAN] AS channel FROM ${parquet('transactions', true)}`,
      target: `SELECT transaction_id::BIGINT AS txn_id, booking_region AS region, entry_number::BIGINT AS entry_no, type AS kind, created_at::TIMESTAMPTZ AS created_at,
        strptime(value_date, '%d/%m/%Y')::DATE AS value_date, remittance_info AS reference, channel FROM ${csv('transactions')}`,
    },
    postings: {
      key: ['txn_id', 'line'],
      columns: ['region', 'account_id', 'amount', 'currency', 'booked_at', 'narrative'],
      source: `SELECT TXN_ID AS txn_id, LINE_NO::BIGINT AS line, region, ACCT_NO AS account_id, AMT_MINOR::HUGEINT AS amount, ${money} AS currency, make_timestamptz(BOOK_TS) AS booked_at, NARR AS narrative FROM ${parquet('postings', true)}`,
      target: `SELECT transaction_id::BIGINT AS txn_id, line::BIGINT AS line, booking_region AS region, account_number AS account_id, replace(amount, '.', '')::HUGEINT AS amount, currency, booked_at::TIMESTAMPTZ AS booked_at, description AS narrative FROM ${csv('postings')}`,
    },
    token_balances: {
      key: ['account_id', 'token'],
      columns: ['amount', 'vault'],
      source: `SELECT ACCT_NO AS account_id, TOKEN AS token, UNITS AS amount, VAULT AS vault FROM ${parquet('token_balances', false)}`,
      target: `SELECT account_number AS account_id, asset AS token, balance_units AS amount, custody AS vault FROM ${csv('token_balances')}`,
    },
  };
};

export class SampleOracle {
  readonly #run: (sql: string) => Promise<unknown[][]>;
  readonly #folder: string;
  readonly close: () => void;

  private constructor(run: (sql: string) => Promise<unknown[][]>, folder: string, close: () => void) {
    this.#run = run;
    this.#folder = folder;
    this.close = close;
  }

  static async open(folder: string): Promise<SampleOracle> {
    const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
    const connection = await instance.connect();
    const run = async (sql: string): Promise<unknown[][]> => (await connection.runAndReadAll(sql)).getRowsJson();
    for (const [table, { source, target }] of Object.entries(mapped(folder))) {
      await run(`CREATE TABLE source_${table} AS ${source}`);
      await run(`CREATE TABLE target_${table} AS ${target}`);
    }
    return new SampleOracle(run, folder, () => {
      connection.closeSync();
      instance.closeSync();
    });
  }

  /** The single text or number that a query gives. */
  async one(sql: string): Promise<string> {
    return String((await this.#run(sql))[0]![0]);
  }

  async differences(): Promise<OracleDifference[]> {
    const found: OracleDifference[] = [];
    for (const [table, { key, columns }] of Object.entries(mapped(this.#folder))) {
      const keys = (side: string): string => key.map((name) => `${side}.${name}::VARCHAR`).join(', ');
      const on = key.map((name) => `s.${name} = t.${name}`).join(' AND ');
      const listed = `list_filter([${columns.map((name) => `CASE WHEN s.${name} IS DISTINCT FROM t.${name} THEN '${name}' END`).join(', ')}], x -> x IS NOT NULL)`;
      const single = (side: string): string =>
        `(SELECT * FROM ${side}_${table} QUALIFY count(*) OVER (PARTITION BY ${key.join(', ')}) = 1)`;
      const pairs = await this.#run(
        `SELECT [${keys('s')}], to_json(${listed}) FROM ${single('source')} s JOIN ${single('target')} t ON ${on} WHERE len(${listed}) > 0`,
      );
      for (const [keyOf, different] of pairs)
        found.push({
          table,
          kind: 'changed',
          key: keyOf as string[],
          columns: JSON.parse(String(different)) as string[],
        });
      for (const [side, other, kind] of [
        ['source', 'target', 'source_only'],
        ['target', 'source', 'target_only'],
      ] as const)
        for (const [keyOf] of await this.#run(
          `SELECT [${keys('s')}] FROM ${side}_${table} s ANTI JOIN ${other}_${table} t ON ${on}`,
        ))
          found.push({ table, kind, key: keyOf as string[], columns: [] });
      for (const [keyOf] of await this.#run(
        `SELECT [${keys('s')}] FROM (SELECT * FROM target_${table} EXCEPT ALL SELECT * FROM source_${table}) s WHERE (${keys('s')}) IN (SELECT (${keys('d')}) FROM target_${table} d GROUP BY ${keys('d')} HAVING count(*) > 1)`,
      ))
        found.push({ table, kind: 'duplicate', key: keyOf as string[], columns: [] });
    }
    return found;
  }
}
