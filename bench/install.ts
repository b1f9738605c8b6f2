import { spawnSync } from 'node:child_process';
import type { Contestant } from './contestant.ts';

/** Has apt-get bring a peer that is not here; where it cannot, the peer is left out and says why. */
export function install({ name, absent, packages }: Contestant, say: (text: string) => void): void {
  if (packages === undefined || absent() === null || process.getuid?.() !== 0) return;
  say(`installing ${packages.join(', ')} for ${name}`);
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { stdio: 'ignore' });
}
