SELECT 'names' AS "table", [coalesce(s.id, t.id)::VARCHAR] AS key
FROM read_csv_auto('source/names.csv') s
FULL OUTER JOIN read_csv_auto('target/names.csv') t ON s.id = t.id
WHERE s.id IS NULL OR t.id IS NULL
   OR s.name IS DISTINCT FROM t.name
UNION ALL
SELECT 'currencies' AS "table", [coalesce(s.id, t.id)::VARCHAR] AS key
FROM read_csv_auto('source/currencies.csv') s
FULL OUTER JOIN read_csv_auto('target/currencies.csv') t ON s.id = t.id
WHERE s.id IS NULL OR t.id IS NULL
   OR trim(s.code) IS DISTINCT FROM trim(t.code);
