import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Handlers } from '../../contract/calls.ts';
import { largestProof } from '../evidence/proof/proof.ts';
import { verifyProof } from '../evidence/proof/verify-proof.ts';
import { saysSpot, verifySpot } from '../evidence/spot/verify-spot.ts';
import { verifyPackage } from '../evidence/verify-package.ts';
import { tool } from '../reconcile/version.ts';
import type { Session } from './session.ts';
import { TallyError } from '../../contract/problem.ts';
import type { CallOutput } from '../../contract/calls.ts';
import { trustFrom } from './verify-trust.ts';

export type VerifyCalls = 'verify.start' | 'verify.view';

export function verifyCalls(session: Session): Handlers<VerifyCalls> {
  let last: CallOutput<'verify.view'> = null;
  return {
    'verify.start': ({ package: chosen, ...given }) => {
      const folder = session.means.resolve(chosen);
      const { trust, notes } = trustFrom(given, (handle) => session.means.resolve(handle));
      const job = session.jobs.start('verify', async ({ signal, onProgress }) => {
        if (statSync(folder, { throwIfNoEntry: false })?.isFile() === true) {
          last = await fileView(folder);
          return last.name;
        }
        const build = tool.version;
        const found = await verifyPackage(folder, { trust, build, signal, onProgress });
        const { sound, verdict, checks, signers } = found;
        last = {
          name: basename(folder),
          ...{ proof: null, file: false, notes: [...notes] },
          sound,
          verdict,
          checks: checks.map(({ name, result, why }) => ({ name, result, why })),
          signers: signers.map(({ name, role, decision, key, trusted }) => ({ name, role, decision, key, trusted })),
        };
        return last.name;
      });
      last = null;
      return { job };
    },
    'verify.view': () => last,
  };
}

/** A proof, or a sample. A proof speaks of a snapshot and is signed by nobody, so no list of names has a say in it. */
async function fileView(path: string): Promise<NonNullable<CallOutput<'verify.view'>>> {
  const name = basename(path);
  if (statSync(path).size > largestProof)
    throw new TallyError('evidence_unsound', `The file is larger than any proof, ${largestProof} bytes`, name);
  const bytes = readFileSync(path);
  if (saysSpot(bytes)) {
    const { checks } = await verifySpot(bytes, name);
    const sound = checks.every(({ result }) => result !== 'failed');
    return { name, file: true, proof: null, sound, verdict: null, checks: [...checks], notes: [], signers: [] };
  }
  const { sound, proof, identity, checks } = await verifyProof(bytes, name);
  const shown =
    proof === null
      ? null
      : { claim: proof.claim, table: proof.table, key: proof.key, record: proof.record, identity: identity! };
  return { name, file: true, proof: shown, sound, verdict: null, checks: [...checks], notes: [], signers: [] };
}
