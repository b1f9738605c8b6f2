import { createHash } from 'node:crypto';
import { z } from 'zod';
import { TallyError } from '../../contract/problem.ts';
import { compareUtf8 } from '../canonical/compare-utf8.ts';
import { jcsBytes, parseJcs } from '../canonical/jcs.ts';
import { parseType, typeName } from '../canonical/type-name.ts';
import { maximumDepth } from './depth.ts';
import { hashNames, type HashName } from './hashes.ts';

const ascends = (names: readonly string[]): boolean =>
  names.every((name, i) => i === 0 || compareUtf8(names[i - 1]!, name) < 0);

/** A column of a CSV may have no name at all, and is a column. */
const name = z.string();
const isTypeInFull = (text: string): boolean => {
  const type = parseType(text);
  return type !== undefined && typeName(type) === text;
};
const columnType = z.string().refine(isTypeInFull, 'is no type in full');
const table = z
  .strictObject({
    columns: z.array(z.strictObject({ name, type: columnType })),
    depth: z.int().min(0).max(maximumDepth),
    key: z.array(name),
    name,
    root: z.string().regex(/^[0-9a-f]{64}$/, 'is no digest'),
    rows: z.string().regex(/^(0|[1-9]\d*)$/, 'is no count'),
  })
  .refine((t) => ascends(t.columns.map((column) => column.name)), 'columns are not in the order of their names')
  .refine((t) => new Set(t.key).size === t.key.length, 'a key column stands twice')
  .refine((t) => t.key.every((key) => t.columns.some((column) => column.name === key)), 'a key column is no column');
export const fingerprintSchema = z.strictObject({
  hash: z.enum(hashNames),
  tables: z
    .array(table)
    .refine((tables) => ascends(tables.map((t) => t.name)), 'tables are not in the order of their names'),
  type: z.literal('tallystick/fingerprint/v1'),
});

/** The document of formats.md section 5; `rows` is decimal text, `root` lower-case hex. */
export type Fingerprint = z.infer<typeof fingerprintSchema>;
export type FingerprintTable = Fingerprint['tables'][number];

/** What a side has to say of one table; columns and tables in any order. */
export interface TableRoot {
  readonly name: string;
  readonly key: readonly string[];
  /** `type` in full: `decimal(2)`, `timestamp(6)`. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly depth: number;
  readonly root: string;
  readonly rows: bigint;
}

/** The fingerprint's bytes, in formats.md's order. */
export function fingerprintBytes(hash: HashName, tables: readonly TableRoot[]): Uint8Array {
  return jcsBytes({
    hash,
    tables: tables
      .map(({ name, key, columns, depth, root, rows }) => ({
        columns: columns
          .map((column) => ({ name: column.name, type: column.type }))
          .sort((a, b) => compareUtf8(a.name, b.name)),
        depth,
        key,
        name,
        root,
        rows: rows.toString(),
      }))
      .sort((a, b) => compareUtf8(a.name, b.name)),
    type: 'tallystick/fingerprint/v1',
  });
}

/** The snapshot's identity: SHA-256 of the fingerprint's bytes in lower-case hex, whatever the plan's hash. */
export function identityOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Reads a fingerprint that must be exactly as it would be written again; else `evidence_unsound` at `where`. */
export function parseFingerprint(bytes: Uint8Array, where: string): Fingerprint {
  const read = fingerprintSchema.safeParse(parseJcs(bytes, where));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new TallyError('evidence_unsound', `Not a fingerprint: ${issue!.path.join('.')} ${issue!.message}`, where);
}
