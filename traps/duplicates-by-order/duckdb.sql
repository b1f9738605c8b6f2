SELECT 'payments' AS "table", [coalesce(s.id, t.id)::VARCHAR] AS key
FROM read_csv_auto('source/payments.csv') s
FULL OUTER JOIN read_csv_auto('target/payments.csv') t ON s.id = t.id
WHERE s.id IS NULL OR t.id IS NULL
   OR s.amount IS DISTINCT FROM t.amount
   OR s.memo IS DISTINCT FROM t.memo;
