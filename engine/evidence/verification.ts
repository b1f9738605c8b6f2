import type { Check } from './checks/check.ts';
import type { Signer } from './signing/check-signatures.ts';
import { whyUnapproved } from './exceptions/approvals.ts';
import type { Report, Verdict } from './report/report.ts';

/** Whether something that an auditor may require is there. */
export interface Requirement {
  readonly met: boolean;
  /** A sentence. */
  readonly why: string;
}

/** What `verify` found; no check is left out, and one that could not be done says why. */
export interface Verification {
  /** No check failed. */
  readonly sound: boolean;
  /** As the report says it; null where there is no report to read. */
  readonly verdict: Verdict | null;
  readonly checks: readonly Check[];
  readonly signers: readonly Signer[];
  readonly requirements: { readonly signed: Requirement; readonly reconciled: Requirement };
}

export type RequirementName = keyof Verification['requirements'];

export function conclude(report: Report | null, checks: readonly Check[], signers: readonly Signer[]): Verification {
  const sound = checks.every(({ result }) => result !== 'failed');
  const verdict = report?.verdict ?? null;
  const signed = judgeSigned(report, sound, signers);
  return {
    sound,
    verdict,
    checks,
    signers,
    requirements: { signed, reconciled: judgeReconciled(report, signed, signers) },
  };
}

/** formats.md section 8: the plan's signers are there by trusted names, and nobody rejects. */
function judgeSigned(report: Report | null, sound: boolean, signers: readonly Signer[]): Requirement {
  if (report === null || !sound) return { met: false, why: 'The evidence is not sound' };
  const rejected = signers.filter(({ decision }) => decision === 'REJECT').map(({ name }) => name);
  if (rejected.length > 0) return { met: false, why: `Rejected by ${rejected.join(', ')}` };
  for (const role of ['preparer', 'approver'] as const) {
    const there = signers.filter((signer) => signer.role === role && signer.trusted).length;
    const wanted = report.signers[role];
    if (BigInt(there) < BigInt(wanted))
      return { met: false, why: `The plan asks for ${wanted} ${role}, and ${there} signed by a name you trust` };
  }
  // A plan that asks for nobody could be anybody's, and so could all that lies beside it.
  if (!signers.some(({ trusted }) => trusted))
    return { met: false, why: 'The plan asks for nobody, and nobody you trust has signed' };
  return { met: true, why: 'Everybody the plan asks for has signed, and nobody rejects' };
}

function judgeReconciled(report: Report | null, signed: Requirement, signers: readonly Signer[]): Requirement {
  if (!signed.met || report === null) return signed;
  const { verdict, exceptions } = report;
  if (verdict !== 'RECONCILED' && verdict !== 'RECONCILED_WITH_EXCEPTIONS')
    return { met: false, why: `The verdict is ${verdict}` };
  const open = exceptions.filter((exception) => whyUnapproved(exception, signers) !== null).length;
  if (open > 0) return { met: false, why: `Exceptions not yet approved: ${open} of ${exceptions.length}` };
  const how = verdict === 'RECONCILED' ? 'Reconciled' : 'Reconciled with exceptions, each approved';
  return { met: true, why: `${how}. ${signed.why}` };
}

/** The exit status of `verify`: 4 where the evidence is not sound, 1 where what is required is not there, else 0. */
export function verifyExit({ sound, requirements }: Verification, require: RequirementName | null): 0 | 1 | 4 {
  if (!sound) return 4;
  return require === null || requirements[require].met ? 0 : 1;
}

/** The first line to read aloud: whether the evidence holds, and by whom it is signed. */
export function verificationSentence({ sound, checks, signers }: Verification): string {
  const broken = checks.find(({ result }) => result === 'failed');
  if (!sound && broken !== undefined) return `not sound: ${broken.name}: ${broken.why}`;
  const trusted = signers.filter((signer) => signer.trusted);
  if (trusted.length === 0) return 'intact, signed by nobody you named';
  const said = trusted.map(
    ({ name, role, decision }) => `${name} (${role}${decision === 'REJECT' ? ', REJECTS' : ''})`,
  );
  return `intact, signed by ${said.join(', ')}`;
}
