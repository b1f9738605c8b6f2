import { TallyError } from '../../contract/problem.ts';
import { placeTogether } from './place-together.ts';
import { readSignedFiles, signoffFolder } from './signed-files.ts';
import { judgeTimestamp } from './timestamp/judge-timestamp.ts';

/** Puts a time-stamp response beside the one signature that it is over; gives the name it has there. */
export async function bringTimestamp(folder: string, response: Uint8Array, where: string): Promise<string> {
  const { signoffs } = await readSignedFiles(folder);
  const over = [...signoffs].filter(
    ([name, bytes]) =>
      name.endsWith('.json.sig') && bytes !== null && judgeTimestamp(response, bytes, []).kind !== 'refused',
  );
  const [found] = over;
  if (found === undefined)
    throw new TallyError(
      'usage',
      'The response is not over the signature of any sign-off here',
      where,
      'Make the request with openssl ts -query -data signoffs/001.json.sig -sha256 -cert',
    );
  const own = found[0].replace(/sig$/, 'tsr');
  const name = `${signoffFolder}/${own}`;
  if (signoffs.has(own))
    throw new TallyError('usage', 'That sign-off has a timestamp already', name, 'It stays as it is');
  placeTogether(folder, new Map([[name, response]]));
  return name;
}
