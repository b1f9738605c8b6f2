import { join } from 'node:path';
import { acceptableKinds, type AcceptableKind } from '../../../contract/exception.ts';
import { readDifferences } from '../differences/read-differences.ts';
import { readPackageReport } from '../report/read-package-report.ts';
import { TallyError } from '../../../contract/problem.ts';

/** A key column and its canonical value; null is NULL. */
export type KeyPart = readonly [column: string, value: string | null];

/** The kinds in which a key differs, by its canonical values or by its digest; each once. */
export async function differencesByKey(
  folder: string,
  table: string,
  key: readonly KeyPart[] | string,
): Promise<{ readonly kind: AcceptableKind; readonly keyDigest: string }[]> {
  const report = readPackageReport(folder);
  const reported = report.tables.find(({ name }) => name === table);
  if (reported === undefined)
    throw new TallyError(
      'usage',
      `The package has no table "${table}"`,
      folder,
      `It has ${report.tables.map(({ name }) => name).join(', ')}`,
    );
  const values = typeof key === 'string' ? null : keyValues(reported.key, key, table);
  const found = new Map<string, { kind: AcceptableKind; keyDigest: string }>();
  for await (const difference of readDifferences(join(folder, 'differences.ndjson'))) {
    const kind = acceptableKinds.find((one) => one === difference.kind);
    if (difference.table !== table || kind === undefined || difference.keyDigest === null) continue;
    const isIt =
      values === null
        ? difference.keyDigest === key
        : difference.key !== null && values.every((value, i) => difference.key![i] === value);
    if (isIt) found.set(`${kind} ${difference.keyDigest}`, { kind, keyDigest: difference.keyDigest });
  }
  return [...found.values()];
}

function keyValues(columns: readonly string[], key: readonly KeyPart[], table: string): (string | null)[] {
  const given = new Map(key);
  const missing = columns.filter((column) => !given.has(column));
  const foreign = [...given.keys()].filter((column) => !columns.includes(column));
  if (missing.length === 0 && foreign.length === 0 && given.size === key.length)
    return columns.map((column) => given.get(column)!);
  const has = columns.length === 0 ? 'has no key' : `has the key ${columns.join(', ')}`;
  throw new TallyError('usage', `Table "${table}" ${has}`, '', 'Give each key column once, or --key-digest');
}
