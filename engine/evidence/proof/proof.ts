import { z } from 'zod';
import { TallyError } from '../../../contract/problem.ts';
import { jcsBytes } from '../../canonical/jcs.ts';
import { jcsOfLexemes } from '../../canonical/json-value.ts';
import { fingerprintSchema } from '../../tree/fingerprint.ts';

const hex64 = z.string().regex(/^[0-9a-f]{64}$/, 'is no digest');
const base64 = z
  .string()
  .refine((text) => Buffer.from(text, 'base64').toString('base64') === text, 'is not base64 in its one form');

/** The document of formats.md section 9; `rows` is decimal text, digests are lower-case hex. */
export const proofSchema = z.strictObject({
  bucket: z.string().regex(/^(0|[1-9]\d{0,7})$/, 'is no bucket'),
  claim: z.enum(['included', 'absent']),
  fingerprint: fingerprintSchema,
  identity: hex64.exactOptional(),
  key: z.string(),
  listing: base64,
  path: z.array(hex64),
  record: z.string().nullable(),
  table: z.string(),
  type: z.literal('tallystick/proof/v1'),
});

/** One record's inclusion, or a key's absence (formats.md section 9). `path` goes from leaf to root. */
export type Proof = z.infer<typeof proofSchema>;
export const proofType = 'tallystick/proof/v1';

export const proofBytes = (proof: Proof): Uint8Array => jcsBytes(proof);

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads a proof, in any spelling of its JSON: nothing signs its bytes, and another program may have written it. What two
 * readers could read otherwise (a member twice, a number that no double keeps) is `evidence_unsound` at `where`.
 */
export function parseProof(bytes: Uint8Array, where: string): Proof {
  const value = valueOf(bytes, where);
  const read = proofSchema.safeParse(value);
  if (read.success) return read.data;
  const type = (value as { readonly type?: unknown } | null)?.type;
  if (typeof type === 'string' && type !== proofType)
    throw new TallyError('evidence_unsound', `Not a proof: its type is ${JSON.stringify(type)}`, where);
  const [issue] = read.error.issues;
  throw new TallyError('evidence_unsound', `Not a proof: ${issue!.path.join('.')} ${issue!.message}`, where);
}

function valueOf(bytes: Uint8Array, where: string): unknown {
  const unreadable = (cause?: unknown) =>
    new TallyError('evidence_unsound', 'The file is not JSON in UTF-8, or can be read in two ways', where, '', {
      cause,
    });
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch (cause) {
    throw unreadable(cause);
  }
  const canonical = jcsOfLexemes(text);
  if (canonical === undefined) throw unreadable();
  return JSON.parse(canonical);
}

/** In bytes; the most that a hostile file can make us hold. */
export const largestProof = 1 << 28;
