import { basename } from 'node:path';
import type { JudgedInput } from '../../../contract/calls.ts';
import { TallyError } from '../../../contract/problem.ts';
import type { Trust } from '../../evidence/signing/judge-signoff.ts';
import { parseRevokedKeys } from '../../evidence/signing/revoked-keys.ts';
import { parseAuthorities } from '../../evidence/timestamp/trusted-signer.ts';
import { problemsOf, readChosen, readTrust } from '../read-chosen.ts';

type Given = Pick<JudgedInput<'verify.start'>, 'trust' | 'revoked' | 'revokedSince' | 'authorities'>;

/** By whom and when names are judged, from the files that were chosen; and what of them cannot be read. */
export function trustFrom(
  { trust, revoked = null, revokedSince = null, authorities = null }: Given,
  resolve: (handle: string) => string,
): { readonly trust: Trust; readonly notes: readonly string[] } {
  const list = trust === null ? null : resolve(trust);
  const allowed = list === null ? null : readTrust(list);
  return {
    trust: {
      allowed,
      now: new Date(),
      revoked: revoked === null ? null : readRevoked(resolve(revoked), revokedSince),
      authorities: authorities === null ? [] : readAuthorities(resolve(authorities)),
    },
    notes: allowed === null || list === null ? [] : problemsOf(allowed, basename(list)),
  };
}

function readRevoked(path: string, since: string | null) {
  const remedy = 'Choose a file as ssh-keygen -Y verify -r takes it';
  const bytes = readChosen(path, 'list of revoked keys', remedy);
  return parseRevokedKeys(bytes, basename(path), since === null ? null : new Date(since));
}

function readAuthorities(path: string) {
  const remedy = 'Choose a PEM file of certificates, as openssl ts -verify -CAfile takes it';
  const found = parseAuthorities(readChosen(path, 'certificate of the authority', remedy).toString('latin1'));
  if (found === null || found.length === 0)
    throw new TallyError('input_malformed', 'The file holds no certificate that can be read', basename(path), remedy);
  return found;
}
