import type { Chosen } from '../transport/page-transport.ts';

/** What is to be verified and by whose names, kept when another screen is looked at. */
class InHand {
  package = $state.raw<Chosen | null>(null);
  trust = $state.raw<Chosen | null>(null);
}

export const inHand = new InHand();
