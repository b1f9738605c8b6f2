SELECT 'people' AS "table", [coalesce(s.id, t.id)::VARCHAR] AS key
FROM read_csv_auto('source/people.csv') s
FULL OUTER JOIN read_csv_auto('target/people.csv') t ON s.id = t.id
WHERE s.id IS NULL OR t.id IS NULL
   OR s.name IS DISTINCT FROM t.name
   OR s.born IS DISTINCT FROM t.born;
