import { basename, join } from 'node:path';
import { readFileSync } from 'node:fs';
import type { Handlers } from '../../../contract/calls.ts';
import { TallyError } from '../../../contract/problem.ts';
import { bringTimestamp } from '../../evidence/signing/bring-timestamp.ts';
import { signoffFolder } from '../../evidence/signing/signed-files.ts';
import { timestampQuery } from '../../evidence/timestamp/timestamp-query.ts';
import { readChosen } from '../read-chosen.ts';
import type { Session } from '../session.ts';
import { viewSignoff } from './signoff-calls.ts';

export type TimestampCalls = 'timestamp.query' | 'timestamp.bring';

export const timestampCalls = (session: Session): Handlers<TimestampCalls> => ({
  'timestamp.query': ({ run, number }) => {
    const name = `${signoffFolder}/${number}.json.sig`;
    let signature: Uint8Array;
    try {
      signature = readFileSync(join(session.workspace.runs.package(run), name));
    } catch (cause) {
      throw new TallyError('usage', 'There is no such signature', name, 'Sign first', { cause });
    }
    return { name: `${run}-${number}.tsq`, base64: Buffer.from(timestampQuery(signature)).toString('base64') };
  },
  'timestamp.bring': async ({ run, response }) => {
    const path = session.means.resolve(response);
    const bytes = readChosen(path, 'time-stamp response');
    await bringTimestamp(session.workspace.runs.package(run), bytes, basename(path));
    return viewSignoff(session, run);
  },
});
