import type { ReportTable } from '../../../contract/report.ts';
import { compileReading } from '../../canonical/read-value.ts';
import { encodeRecord } from '../../canonical/record.ts';
import { defaultReading, type CanonicalType } from '../../canonical/types.ts';
import { loadHash } from '../../tree/hashes.ts';
import { tableTypes } from './difference-view.ts';
import { lowerBound } from './findings-filter.ts';
import type { RunFindings } from './run-findings.ts';

/**
 * Lines of a key that somebody typed, ascending: one part, or all of them with commas between, or as a JSON array. The
 * digest leads to the lines at once, for they stand in its order; what is no whole key is looked for among the parts.
 */
export async function findKey(findings: RunFindings, table: ReportTable, text: string): Promise<Uint32Array> {
  const { index, lines, report } = findings;
  const range = index.ranges.get(table.name)!;
  const hash = await loadHash(report.hash);
  for (const cells of readings(table, text)) {
    const record = encodeRecord(keyTypes(table), cells);
    const digest = Buffer.from(hash.digestShort(Buffer.from(record))).toString('hex');
    const bucket = Number.parseInt(digest.slice(0, 8), 16);
    const found: number[] = [];
    // Rows that are unrepresentable have no digest and stand first.
    let first = range.first;
    while (first < range.end && lines.read(first).keyDigest === null) first = nextKeyed(findings, first, range.end);
    for (let line = lowerBound(index.at.bucket, bucket, first, range.end); line < range.end; line++) {
      if (index.at.bucket[line] !== bucket) break;
      if (lines.read(line).keyDigest === digest) found.push(line);
    }
    if (found.length > 0) return Uint32Array.from(found);
  }
  return findings.search.withKeyPart(table.name, text);
}

/** The first line from here on that is not unrepresentable. */
function nextKeyed({ index }: RunFindings, from: number, end: number): number {
  const kind = index.at.kind[from];
  while (from < end && index.at.kind[from] === kind) from++;
  return from;
}

const keyTypes = ({ key, columns }: ReportTable & { columns: ReportTable['columns'] }): CanonicalType[] => {
  const types = tableTypes({ key, columns } as ReportTable);
  return (key.length === 0 ? columns.map(({ name }) => name) : key).map(
    (name) => types[columns.findIndex((column) => column.name === name)]!,
  );
};

/** What the text may mean as a whole key, in canonical cells. */
function* readings(table: ReportTable, text: string): Generator<(string | null)[]> {
  const types = keyTypes(table);
  const parsed = jsonArray(text);
  const candidates = [parsed, types.length === 1 ? [text] : text.split(/\s*[,;|]\s*/)];
  for (const cells of candidates) {
    if (cells?.length !== types.length) continue;
    // A number may be typed as it is spoken; the canonical text is what was digested.
    yield cells.map((cell, i) =>
      cell === null ? null : (compileReading(types[i]!, defaultReading).read(cell) ?? cell),
    );
  }
}

function jsonArray(text: string): (string | null)[] | null {
  if (!text.startsWith('[')) return null;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((part) => part === null || typeof part === 'string')
      ? (value as (string | null)[])
      : null;
  } catch {
    return null;
  }
}
