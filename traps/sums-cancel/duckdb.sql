SELECT 'marks' AS "table", [mark::VARCHAR] AS key FROM (FROM read_csv_auto('source/marks.csv') EXCEPT ALL FROM read_csv_auto('target/marks.csv'))
UNION ALL
SELECT 'marks', [mark::VARCHAR] FROM (FROM read_csv_auto('target/marks.csv') EXCEPT ALL FROM read_csv_auto('source/marks.csv'))
UNION ALL
SELECT 'postings' AS "table", [coalesce(s.id, t.id)::VARCHAR] AS key
FROM read_csv_auto('source/postings.csv') s
FULL OUTER JOIN read_csv_auto('target/postings.csv') t ON s.id = t.id
WHERE s.id IS NULL OR t.id IS NULL
   OR s.amount IS DISTINCT FROM t.amount;
