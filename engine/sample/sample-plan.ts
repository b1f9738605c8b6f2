/** The plan that a careful operator would write for the sample ledger. */
export const samplePlan = `# The sample ledger's plan: how the target's ledger must read to be the same ledger as the source's.
tallystick: 1
name: sample-ledger
source: { path: source } # Parquet in Hive partitions, minor units, epoch times, numeric codes
target: { path: target } # gzipped CSV, decimals, ISO times, speaking codes

tables:
  - name: accounts
    source: { files: accounts }
    target: { files: "accounts-*.csv.gz" }
    key: [account_id]
    shard: region
    columns:
      account_id: { type: text, source: ACCT_NO, target: account_number }
      holder: { type: text, source: CUST_NM, target: holder_name }
      region: { type: text, target: branch_region } # in the source it is the name of a partition
      currency:
        type: text
        source: { column: CCY_NUM, values: { "978": EUR, "840": USD, "826": GBP, "756": CHF } }
      status:
        type: text
        source: { column: ST, values: { A: ACTIVE, C: CLOSED, D: DORMANT, F: FROZEN } }
        target: state
      opening_balance: { type: decimal(2), source: { column: OPN_BAL_MINOR, scale: -2 } }
      credit_limit: { type: decimal(2), source: { column: CR_LIM_MINOR, scale: -2 } }
      interest_rate: { type: decimal(4), source: { column: RATE_BP, scale: -4 } }
      # The target writes the clock of Paris. Nothing was opened in an hour that this clock shows twice, so no
      # choice between the two is made here: such a time would be listed as unrepresentable.
      opened_at:
        type: timestamp(3)
        source: { column: OPN_TS, format: epoch_ms }
        target: { column: opened_local, zone: Europe/Paris }
      joint: { type: bool, source: JOINT, target: { column: is_joint, "true": ["Y"], "false": ["N"] } }
      memo: { type: text, source: MEMO, target: notes } # spaces, NULL and the empty text all count
      iban: { type: text, source: IBAN }
    totals:
      - { name: opening balance per currency, sum: opening_balance, by: [currency] }
    checks:
      - { name: no IBAN twice, unique: [iban] }

  - name: transactions
    source: { files: transactions }
    target: { files: "transactions-*.csv.gz" }
    key: [txn_id]
    shard: region
    columns:
      txn_id: { type: int, source: TXN_ID, target: transaction_id }
      region: { type: text, target: booking_region }
      entry_no: { type: int, source: ENTRY_NO, target: entry_number }
      kind:
        type: text
        source:
          column: KIND
          values: { "10": TRANSFER, "20": FX, "30": CARD, "40": DIRECT_DEBIT, "50": SALARY, "60": CASH }
        target: type
      created_at: { type: timestamp(6), source: { column: CRE_TS, format: epoch_us } }
      value_date: { type: date, source: VAL_DT, target: { column: value_date, format: "%d/%m/%Y" } }
      reference: { type: text, source: REF, target: remittance_info }
      channel:
        type: text
        source: { column: CHAN, values: { B: BRANCH, M: MOBILE, W: WEB, A: ATM } }
    checks:
      - { name: no entry number is missing, sequence: entry_no, by: [region], step: 1 }

  - name: postings
    source: { files: postings }
    target: { files: "postings-*.csv.gz" }
    key: [txn_id, line]
    shard: region
    columns:
      txn_id: { type: int, source: TXN_ID, target: transaction_id }
      line: { type: int, source: LINE_NO }
      region: { type: text, target: booking_region }
      account_id: { type: text, source: ACCT_NO, target: account_number }
      amount: { type: decimal(2), source: { column: AMT_MINOR, scale: -2 } }
      currency:
        type: text
        source: { column: CCY_NUM, values: { "978": EUR, "840": USD, "826": GBP, "756": CHF } }
      booked_at: { type: timestamp(6), source: { column: BOOK_TS, format: epoch_us } }
      narrative: { type: text, source: NARR, target: description }
    totals:
      - { name: posted per currency, sum: amount, by: [currency] }
    checks:
      - { name: postings balance, sum: amount, by: [txn_id, currency], equals: "0" }
      - { name: every posting has its transaction, refers: { columns: [txn_id], table: transactions } }
      - { name: every posting has its account, refers: { columns: [account_id], table: accounts } }

  # Amounts of up to 78 digits, 2^256 - 1 among them: no machine integer and no double holds them.
  - name: token_balances
    source: { files: token_balances }
    target: { files: "token_balances-*.csv.gz" }
    key: [account_id, token]
    columns:
      account_id: { type: text, source: ACCT_NO, target: account_number }
      token: { type: text, source: TOKEN, target: asset }
      amount: { type: int, source: UNITS, target: balance_units }
      vault: { type: text, source: VAULT, target: custody }
    totals:
      - { name: units per token, sum: amount, by: [token] }
    checks:
      - { name: every balance has its account, refers: { columns: [account_id], table: accounts } }

# What is fixed before anybody has seen a result: nothing may differ.
gates:
  source_only: 0
  target_only: 0
  changed: 0
  duplicates: 0
  unrepresentable: 0
  unmapped: 0
  totals: equal
  checks: pass
signers: { preparer: 1, approver: 1 }
assumptions:
  - "both exports were taken after the last posting of 2025 and before the next"
`;
