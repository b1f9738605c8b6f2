SELECT 'customers' AS "table", [coalesce(s.id, t.id)::VARCHAR] AS key
FROM read_csv_auto('source/customers.csv') s
FULL OUTER JOIN read_csv_auto('target/customers.csv') t ON s.id = t.id
WHERE s.id IS NULL OR t.id IS NULL
   OR s.email IS DISTINCT FROM t.email
   OR s.phone IS DISTINCT FROM t.phone;
