SELECT 'accounts' AS "table", [coalesce(s.id, t.id)::VARCHAR] AS key
FROM read_csv_auto('source/accounts.csv') s
FULL OUTER JOIN read_csv_auto('target/accounts.csv') t ON s.id = t.id
WHERE s.id IS NULL OR t.id IS NULL
   OR s.balance IS DISTINCT FROM t.balance;
