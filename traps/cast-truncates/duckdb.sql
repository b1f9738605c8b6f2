SELECT 'amounts' AS "table", [coalesce(s.id, t.id)::VARCHAR] AS key
FROM read_csv_auto('source/amounts.csv', types = {'amount': 'DECIMAL(12,2)'}) s
FULL OUTER JOIN read_csv_auto('target/amounts.csv', types = {'amount': 'DECIMAL(12,2)'}) t ON s.id = t.id
WHERE s.id IS NULL OR t.id IS NULL
   OR s.amount IS DISTINCT FROM t.amount;
