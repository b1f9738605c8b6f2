import { TallyError } from '../../../contract/problem.ts';
import { placeTogether } from './place-together.ts';
import { readSignedFiles, signoffFolder } from './signed-files.ts';
import { judgeTimestamp, notOverThat } from '../timestamp/judge-timestamp.ts';

/** Puts a time-stamp response beside the one signature that it is over; gives the name it has there. */
export async function bringTimestamp(folder: string, response: Uint8Array, where: string): Promise<string> {
  const { signoffs } = await readSignedFiles(folder);
  const judged = [...signoffs].flatMap(([name, bytes]) =>
    name.endsWith('.json.sig') && bytes !== null ? [{ name, verdict: judgeTimestamp(response, bytes, []) }] : [],
  );
  const found = judged.find(({ verdict }) => verdict.kind !== 'refused');
  if (found === undefined) {
    const other = judged.find(({ verdict }) => verdict.kind === 'refused' && verdict.why !== notOverThat);
    if (other?.verdict.kind === 'refused')
      throw new TallyError(
        'input_malformed',
        `The response ${other.verdict.why}`,
        where,
        'Ask for it again; words beside its status go with openssl ts -reply -in RESPONSE -token_out and again with -token_in',
      );
    throw new TallyError(
      'usage',
      'The response is not over the signature of any sign-off here',
      where,
      'Make the request with openssl ts -query -data signoffs/001.json.sig -sha256 -cert',
    );
  }
  const own = found.name.replace(/sig$/, 'tsr');
  const name = `${signoffFolder}/${own}`;
  if (signoffs.has(own))
    throw new TallyError('usage', 'That sign-off has a timestamp already', name, 'It stays as it is');
  placeTogether(folder, new Map([[name, response]]));
  return name;
}
