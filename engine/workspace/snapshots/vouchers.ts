import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { TallyError } from '../../../contract/problem.ts';
import { sides } from '../../../contract/side.ts';
import type { RunCertificates } from '../../reconcile/certify-sides.ts';
import { readTrust } from '../read-chosen.ts';
import type { Vouching } from '../workspace-file.ts';

type Given = Extract<RunCertificates, { readonly given: unknown }>;

/** What people gave, as it is there now; what is gone is an error, for without it less would be vouched for in silence. */
export function vouchersOf({ trust, given }: Vouching): Given {
  const gone = sides.flatMap((side) => given[side]).find((path) => !existsSync(path));
  if (gone !== undefined)
    throw new TallyError(
      'input_missing',
      'A certificate that was given is not there any more',
      basename(gone),
      'Put it back, or take it out in Snapshots',
    );
  return { given, allowed: trust === null ? null : readTrust(trust) };
}
