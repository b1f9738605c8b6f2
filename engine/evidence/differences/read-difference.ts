import { z } from 'zod';
import { TallyError } from '../../../contract/problem.ts';
import { differenceKinds, type Difference } from './difference.ts';

const side = z.strictObject({
  digest: z.string().nullable(),
  file: z.string(),
  record: z.string().nullable(),
  row: z.string(),
});
const shape = z.strictObject({
  column: z.string().exactOptional(),
  columns: z.array(z.string()).nullable(),
  key: z.array(z.string().nullable()).nullable(),
  keyDigest: z.string().nullable(),
  kind: z.enum(differenceKinds),
  source: side.nullable(),
  table: z.string(),
  target: side.nullable(),
  text: z.string().exactOptional(),
});

/** A line of differences.ndjson (formats.md section 8), with or without its line end; else `evidence_unsound` at `where`. */
export function readDifference(line: string, where: string): Difference {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new TallyError('evidence_unsound', 'The line is not JSON', where);
  }
  const read = shape.safeParse(value);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new TallyError(
      'evidence_unsound',
      `The line is no difference: ${issue!.path.join('.')} ${issue!.message}`,
      where,
    );
  }
  return read.data;
}
