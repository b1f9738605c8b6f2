import type { App } from './app.svelte.ts';
import type { Chosen } from '../transport/page-transport.ts';

/** What is to be verified and by whose names, kept when another screen is looked at. */
class InHand {
  package = $state.raw<Chosen | null>(null);
  trust = $state.raw<Chosen | null>(null);
  revoked = $state.raw<Chosen | null>(null);
  /** As the field has it: civil time, to be read as UTC; empty where it is not known. */
  revokedSince = $state('');
  authorities = $state.raw<Chosen | null>(null);
  /** The names by which the last one was judged. */
  judged = $state.raw<Chosen | null>(null);
}

export const inHand = new InHand();

/** Verifies what is in hand, by the names in hand. */
export async function verifyInHand(app: App): Promise<void> {
  if (inHand.package === null) return;
  inHand.judged = inHand.trust;
  await app.ask('verify.start', {
    package: inHand.package.handle,
    trust: inHand.trust?.handle ?? null,
    revoked: inHand.revoked?.handle ?? null,
    revokedSince: inHand.revoked === null ? null : utc(inHand.revokedSince),
    authorities: inHand.authorities?.handle ?? null,
  });
}

/** `2026-01-31T02:10` as an instant in UTC, with its seconds. */
const utc = (civil: string): string | null =>
  civil === '' ? null : `${civil.length === 16 ? `${civil}:00` : civil.slice(0, 19)}Z`;
