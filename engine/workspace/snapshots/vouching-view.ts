import { basename } from 'node:path';
import type { z } from 'zod';
import { problemOf } from '../../../contract/problem.ts';
import type { vouchingView } from '../../../contract/snapshots.ts';
import { problemsOf, readTrust } from '../read-chosen.ts';
import type { Vouching } from '../workspace-file.ts';

/** What certificates are judged by, by names alone. */
export const viewVouching = ({ trust, given }: Vouching): z.output<typeof vouchingView> => ({
  trust: trust === null ? null : { name: basename(trust), problems: problemsIn(trust) },
  given: {
    source: given.source.map((path) => basename(path)),
    target: given.target.map((path) => basename(path)),
  },
});

function problemsIn(path: string): string[] {
  try {
    return problemsOf(readTrust(path), basename(path));
  } catch (error) {
    return [problemOf(error).what];
  }
}
