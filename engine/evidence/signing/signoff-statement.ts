import { z } from 'zod';
import { personName } from '../../../contract/exception.ts';
import { TallyError } from '../../../contract/problem.ts';
import { jcsBytes, parseJcs } from '../../canonical/jcs.ts';

export const roles = ['preparer', 'approver', 'auditor'] as const;
export type Role = (typeof roles)[number];
const decisions = ['APPROVE', 'REJECT'] as const;
export type Decision = (typeof decisions)[number];

const statementType = 'https://in-toto.io/Statement/v1';
const predicateType = 'urn:tallystick:signoff:v1';

const hex64 = z.string().regex(/^[0-9a-f]{64}$/, 'is not a digest');
const time = z.iso.datetime({ precision: 0 });
const file = <const Name extends string>(name: Name) =>
  z.strictObject({ digest: z.strictObject({ sha256: hex64 }), name: z.literal(name) });

const statement = z.strictObject({
  _type: z.literal(statementType),
  predicate: z.strictObject({
    at: time,
    decision: z.enum(decisions),
    exceptions: z.array(hex64),
    journal: z.strictObject({ root: hex64, size: z.string().regex(/^(0|[1-9]\d*)$/, 'is not a count') }).nullable(),
    name: personName,
    role: z.enum(roles),
    text: z.string().regex(/^\P{Cs}*$/u, 'is not Unicode'),
  }),
  predicateType: z.literal(predicateType),
  subject: z.tuple([file('report.html'), file('report.json')]),
});

type Statement = z.infer<typeof statement>;

/** What one person says of one report (formats.md section 8). */
export interface Signoff extends Readonly<Statement['predicate']> {
  /** SHA-256, lower-case hex. */
  readonly reportHtml: string;
  readonly reportJson: string;
}

/** The bytes that are signed; throws `usage` for a name, time or text that cannot stand there. */
export function signoffBytes({ reportHtml, reportJson, ...predicate }: Signoff): Uint8Array {
  const value: Statement = {
    _type: statementType,
    predicate,
    predicateType,
    subject: [
      { digest: { sha256: reportHtml }, name: 'report.html' },
      { digest: { sha256: reportJson }, name: 'report.json' },
    ],
  };
  const read = statement.safeParse(value);
  if (!read.success) throw new TallyError('usage', `This cannot be signed: ${sentence(read.error)}`);
  return jcsBytes(value);
}

/** Reads a sign-off's statement, which must be to the byte as it is written; else `evidence_unsound` at `where`. */
export function parseSignoff(bytes: Uint8Array, where: string): Signoff {
  const read = statement.safeParse(parseJcs(bytes, where));
  if (!read.success) throw new TallyError('evidence_unsound', `Not a sign-off: ${sentence(read.error)}`, where);
  const { subject, predicate } = read.data;
  return { ...predicate, reportHtml: subject[0].digest.sha256, reportJson: subject[1].digest.sha256 };
}

function sentence(error: z.ZodError): string {
  const [issue] = error.issues;
  return `${issue!.path.join('.')} ${issue!.message}`;
}
