SELECT 'fields' AS "table", [coalesce(s.id, t.id)::VARCHAR] AS key
FROM read_csv_auto('source/fields.csv') s
FULL OUTER JOIN read_csv_auto('target/fields.csv') t ON s.id = t.id
WHERE s.id IS NULL OR t.id IS NULL
   OR s.wide IS DISTINCT FROM t.wide
   OR s.hex IS DISTINCT FROM t.hex
   OR s.zeros IS DISTINCT FROM t.zeros
   OR s.exponent IS DISTINCT FROM t.exponent
   OR s.word IS DISTINCT FROM t.word
   OR s.number IS DISTINCT FROM t.number;
