import { readFileSync, statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { CallOutput } from '../../../contract/calls.ts';
import { TallyError } from '../../../contract/problem.ts';
import type { Check } from '../../evidence/checks/check.ts';
import { checkWorkspaceJournal } from '../../evidence/journal/check-workspace-journal.ts';
import { journalName } from '../../evidence/journal/journal-line.ts';
import { largestProof } from '../../evidence/proof/proof.ts';
import { verifyProof } from '../../evidence/proof/verify-proof.ts';
import { saysSpot, verifySpot } from '../../evidence/spot/verify-spot.ts';
import { loadHash } from '../../tree/hashes.ts';

type Verified = NonNullable<CallOutput<'verify.view'>>;

/** A proof, a sample or a journal. None of them is signed, so no list of names has a say in it. */
export async function verifyFile(path: string): Promise<Verified> {
  const name = basename(path);
  if (name === journalName) {
    const { checks } = await checkWorkspaceJournal(dirname(path), await loadHash('sha256'));
    return fileView('journal', name, checks);
  }
  if (statSync(path).size > largestProof)
    throw new TallyError('evidence_unsound', `The file is larger than any proof, ${largestProof} bytes`, name);
  const bytes = readFileSync(path);
  if (saysSpot(bytes)) return fileView('sample', name, (await verifySpot(bytes, name)).checks);
  const { proof, identity, checks } = await verifyProof(bytes, name);
  const shown =
    proof === null
      ? null
      : { claim: proof.claim, table: proof.table, key: proof.key, record: proof.record, identity: identity! };
  return fileView('proof', name, checks, shown);
}

function fileView(
  what: Verified['what'],
  name: string,
  checks: readonly Check[],
  proof: Verified['proof'] = null,
): Verified {
  const sound = checks.every(({ result }) => result !== 'failed');
  return {
    ...{ what, name, proof, sound, verdict: null, requirements: null, notes: [], signers: [] },
    checks: checks.map(({ name: check, result, why }) => ({ name: check, result, why })),
  };
}
