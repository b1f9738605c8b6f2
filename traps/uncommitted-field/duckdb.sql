SELECT 'ledger' AS "table", [coalesce(s.id, t.id)::VARCHAR] AS key
FROM read_csv_auto('source/ledger.csv') s
FULL OUTER JOIN read_csv_auto('target/ledger.csv') t ON s.id = t.id
WHERE s.id IS NULL OR t.id IS NULL
   OR s.words IS DISTINCT FROM t.words
   OR s.whole IS DISTINCT FROM t.whole
   OR s.money IS DISTINCT FROM t.money
   OR s.flag IS DISTINCT FROM t.flag
   OR s.day IS DISTINCT FROM t.day
   OR s.instant IS DISTINCT FROM t.instant
   OR s.civil IS DISTINCT FROM t.civil
   OR s.uid IS DISTINCT FROM t.uid
   OR s.raw IS DISTINCT FROM t.raw
   OR s.ratio IS DISTINCT FROM t.ratio;
