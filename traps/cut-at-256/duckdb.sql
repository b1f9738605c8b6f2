SELECT 'notes' AS "table", [coalesce(s.id, t.id)::VARCHAR] AS key
FROM read_csv_auto('source/notes.csv') s
FULL OUTER JOIN read_csv_auto('target/notes.csv') t ON s.id = t.id
WHERE s.id IS NULL OR t.id IS NULL
   OR s.body IS DISTINCT FROM t.body;
