import type { CallOutput, Handlers } from '../../../contract/calls.ts';
import { checkSignatures } from '../../evidence/signing/check-signatures.ts';
import { signPackage } from '../../evidence/signing/sign-package.ts';
import { reportOf } from '../runs/report-of.ts';
import type { Session } from '../session.ts';
import { rememberedKeys, signingKey } from './signing-key.ts';

export type SignoffCalls = 'signoff.view' | 'signoff.sign' | 'keys.view';

export const signoffCalls = (session: Session): Handlers<SignoffCalls> => ({
  'signoff.view': ({ run }) => viewSignoff(session, run),
  'signoff.sign': async (wish) => {
    const { run, name, role, decision, text, exceptions = [] } = wish;
    const folder = session.workspace.runs.package(run);
    const key = await signingKey(session, wish);
    const at = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
    const journal = session.workspace.journal.of(run);
    await signPackage({ folder, key, name, role, decision, text, at, exceptions, journal });
    session.workspace.forget(run);
    session.tellWorkspace();
    return viewSignoff(session, run);
  },
  'keys.view': async () => ({ keys: await rememberedKeys(session) }),
});

export async function viewSignoff(session: Session, run: string): Promise<CallOutput<'signoff.view'>> {
  const folder = session.workspace.runs.package(run);
  const { signers, checks } = await checkSignatures(folder, { allowed: null, now: new Date() });
  return {
    needed: reportOf(folder).signers,
    signed: signers.map(({ number, name, role, decision, at, text, key, exceptions }) => {
      const stamped = checks.find((check) => check.name === `sign-off ${number}: timestamp`);
      return {
        ...{ number, name, role, decision, at, text, key },
        exceptions: [...exceptions],
        timestamp: stamped === undefined ? null : { holds: stamped.result !== 'failed', words: stamped.why },
      };
    }),
    keys: await rememberedKeys(session),
  };
}
