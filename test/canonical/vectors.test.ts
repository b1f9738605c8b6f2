import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodeRecord, parseRecord } from '../../engine/canonical/record.ts';
import type { Options } from './reading-of.ts';
import { canonical, read, typeOf } from './reading-of.ts';

interface ValueVector {
  readonly type: string;
  readonly value: string | null;
  readonly options: Options;
  readonly canonical?: string;
  readonly unrepresentable?: true;
}

interface RecordVector {
  readonly fields: readonly { readonly type: string; readonly value: string | null }[];
  readonly record: string;
  readonly digest: string;
}

const load = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../conformance/${name}`, import.meta.url), 'utf8'));
const values = load('values.json') as readonly ValueVector[];
const records = load('records.json') as readonly RecordVector[];

describe('the conformance vectors of values', () => {
  it.each(
    values.map((vector) => [
      `${vector.type} ${JSON.stringify(vector.value)} ${JSON.stringify(vector.options)}`,
      vector,
    ]),
  )('%s', (_, { type, value, options, canonical: expected, unrepresentable }) => {
    expect(canonical(type, value, options)).toBe(unrepresentable === true ? undefined : expected);
  });
});

describe('the conformance vectors of records', () => {
  it.each(records.map((vector) => [vector.record, vector]))('%s', (_, { fields, record, digest }) => {
    const types = fields.map(({ type }) => typeOf(type));
    const cells = fields.map(({ type, value }) => read(type, value) as string | null);
    expect(encodeRecord(types, cells)).toBe(record);
    expect(createHash('sha256').update(record).digest('hex')).toBe(digest);
    expect(parseRecord(types, record)).toEqual(cells);
  });
});
