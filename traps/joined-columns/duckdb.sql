SELECT 'names' AS "table", [coalesce(s.id, t.id)::VARCHAR] AS key
FROM read_csv_auto('source/names.csv') s
FULL OUTER JOIN read_csv_auto('target/names.csv') t ON s.id = t.id
WHERE s.id IS NULL OR t.id IS NULL
   OR s.first IS DISTINCT FROM t.first
   OR s.last IS DISTINCT FROM t.last;
