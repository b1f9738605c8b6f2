import { join } from 'node:path';
import { always, type Contestant } from '../contestant.ts';
import { columnsOf, type Data } from '../data.ts';

const way = (name: string, counts: Contestant['counts'], sql: (data: Data, out: string) => string): Contestant => ({
  name,
  absent: always,
  command: (data, scratch) => ({
    file: process.execPath,
    args: [join(import.meta.dirname, 'run-sql.ts'), sql(data, join(scratch, 'differing.parquet'))],
  }),
  found: ({ stdout }) => Number(stdout),
  counts,
});

const read = (path: string, { format }: Data): string => `read_${format}('${path.replaceAll("'", "''")}')`;
const copied = (select: string, out: string): string =>
  `COPY (${select}) TO '${out.replaceAll("'", "''")}' (FORMAT parquet)`;
const names = ({ columns }: Data): string[] => columnsOf(columns).map(({ name }) => name);

/** What a user would write: both sides joined by the key, every column compared, what differs written to a file. */
export const plainJoin = way('DuckDB join', 'keys', (data, out) => {
  const all = names(data);
  const differs = all.slice(1).map((name) => `s.${name} IS DISTINCT FROM t.${name}`);
  const both = all.map((name) => `s.${name} AS source_${name}, t.${name} AS target_${name}`);
  return copied(
    `SELECT ${both.join(', ')} FROM ${read(data.source, data)} s FULL OUTER JOIN ${read(data.target, data)} t ON s.k = t.k
     WHERE s.k IS NULL OR t.k IS NULL OR ${differs.join(' OR ')}`,
    out,
  );
});

/** Proof by other means: a digest of every row's record on both sides, joined by the key. */
export const digestJoin = way('DuckDB join of sha256', 'keys', (data, out) => {
  // As canonical records are: text in quotes, NULL as nothing.
  const record = columnsOf(data.columns).map(({ name, type }) =>
    type === 'text' ? `coalesce('"' || replace(${name}, '"', '""') || '"', '')` : `coalesce(${name}::VARCHAR, '')`,
  );
  const side = (path: string) =>
    `(SELECT k, sha256(concat_ws(',', ${record.join(', ')})) AS digest FROM ${read(path, data)})`;
  return copied(
    `SELECT s.k AS source_k, t.k AS target_k, s.digest AS source, t.digest AS target
     FROM ${side(data.source)} s FULL OUTER JOIN ${side(data.target)} t ON s.k = t.k
     WHERE s.k IS NULL OR t.k IS NULL OR s.digest <> t.digest`,
    out,
  );
});

/** The set operation, both ways. */
export const exceptAll = way('DuckDB EXCEPT ALL', 'rows', (data, out) => {
  const [s, t] = [data.source, data.target].map((path) => `SELECT ${names(data).join(', ')} FROM ${read(path, data)}`);
  return copied(`(${s!} EXCEPT ALL ${t!}) UNION ALL (${t!} EXCEPT ALL ${s!})`, out);
});
