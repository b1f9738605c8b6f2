SELECT 'rates' AS "table", [coalesce(s.id, t.id)::VARCHAR] AS key
FROM read_csv_auto('source/rates.csv') s
FULL OUTER JOIN read_csv_auto('target/rates.csv') t ON s.id = t.id
WHERE s.id IS NULL OR t.id IS NULL
   OR s.at IS DISTINCT FROM t.at
   OR s.rate IS DISTINCT FROM t.rate;
