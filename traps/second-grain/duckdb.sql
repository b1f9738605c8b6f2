SELECT 'events' AS "table", [coalesce(s.id, t.id)::VARCHAR] AS key
FROM read_csv_auto('source/events.csv') s
FULL OUTER JOIN read_csv_auto('target/events.csv') t ON s.id = t.id
WHERE s.id IS NULL OR t.id IS NULL
   OR s.at IS DISTINCT FROM t.at;
