import { counted } from '../contract/grouped.ts';
import type { Check } from '../engine/evidence/checks/check.ts';
import { verificationSentence, type RequirementName, type Verification } from '../engine/evidence/verification.ts';
import type { Context } from './context.ts';

const marks = { passed: '✓', failed: '✗', not_done: '–' } as const;

/** The answer first, then each check by name, then who signed; with --json one document. */
export function printVerification(context: Context, found: Verification, required: RequirementName | null): void {
  const { sound, verdict, checks, signers, requirements } = found;
  const requirement = required === null ? {} : { required: { name: required, ...requirements[required] } };
  if (context.json) {
    const who = signers.map(({ name, role, decision, key, trusted }) => ({ name, role, decision, key, trusted }));
    context.print(JSON.stringify({ sound, verdict, checks, signers: who, ...requirement }));
    return;
  }
  context.print(
    `${soundness(context, sound)}   ${verificationSentence(found)}   the report says ${(verdict ?? 'nothing').replaceAll('_', ' ')}`,
  );
  printChecks(context, checks);
  for (const { name, role, decision, key, trusted } of signers)
    context.print(`  ${decision}  ${name}, ${role}, ${key ?? 'no key'}${trusted ? '' : ', not a name you trust'}`);
  if (required !== null) {
    const { met, why } = requirements[required];
    context.print(`  ${met ? '✓' : '✗'} required: ${required}. ${why}`);
  }
  const left = checks.filter(({ result }) => result === 'not_done').length;
  if (left > 0) context.print(`  ${counted(left, 'check')} not done, each with its reason above`);
}

export function soundness({ color }: Context, sound: boolean): string {
  const word = sound ? 'SOUND' : 'NOT SOUND';
  return color ? `\x1b[1;${sound ? 32 : 31}m${word}\x1b[0m` : word;
}

export function printChecks(context: Context, checks: readonly Check[]): void {
  const width = Math.max(...checks.map(({ name }) => name.length));
  for (const { name, result, why } of checks) context.print(`  ${marks[result]} ${name.padEnd(width)}  ${why}`);
}
