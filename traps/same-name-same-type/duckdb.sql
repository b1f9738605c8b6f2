SELECT 'accounts' AS "table", [coalesce(s.id, t.id)::VARCHAR] AS key
FROM read_parquet('source/accounts.parquet') s
FULL OUTER JOIN read_csv_auto('target/accounts.csv') t ON s.id = t.id
WHERE s.id IS NULL OR t.id IS NULL
   OR s.amount / 100 IS DISTINCT FROM t.AMOUNT_EUR
   OR s.status IS DISTINCT FROM CASE t.status WHEN 1 THEN 'A' WHEN 2 THEN 'C' END
   OR s.opened IS DISTINCT FROM t.open_date;
