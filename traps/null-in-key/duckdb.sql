SELECT 'balances' AS "table", [coalesce(s.account, t.account)::VARCHAR, coalesce(s.sub, t.sub)::VARCHAR] AS key
FROM read_csv_auto('source/balances.csv') s
FULL OUTER JOIN read_csv_auto('target/balances.csv') t ON s.account = t.account AND s.sub = t.sub
WHERE s.account IS NULL OR t.account IS NULL
   OR s.amount IS DISTINCT FROM t.amount;
