SELECT 'entries' AS "table", [coalesce(s.id, t.id)::VARCHAR] AS key
FROM read_csv_auto('source/entries.csv.gz') s
FULL OUTER JOIN read_csv_auto('target/entries.csv.gz') t ON s.id = t.id
WHERE s.id IS NULL OR t.id IS NULL
   OR s.amount IS DISTINCT FROM t.amount;
