SELECT 'lines' AS "table", [coalesce(s.txn, t.txn)::VARCHAR, coalesce(s.line, t.line)::VARCHAR] AS key
FROM read_csv_auto('source/lines.csv') s
FULL OUTER JOIN read_csv_auto('target/lines.csv') t ON s.txn = t.txn AND s.line = t.line
WHERE s.txn IS NULL OR t.txn IS NULL
   OR s.amount IS DISTINCT FROM t.amount;
