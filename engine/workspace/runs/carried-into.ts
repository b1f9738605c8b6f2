import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Exception } from '../../../contract/exception.ts';
import { exceptionsName, parseExceptions } from '../../evidence/exceptions/exceptions-file.ts';
import type { Workspace } from '../workspace.ts';

/** The exceptions of the last finished run, which the next says of whether they stand; undefined where it has none. */
export function carriedInto({ runs }: Workspace): Exception[] | undefined {
  const last = runs.ended().find(({ state }) => state === 'done');
  if (last === undefined) return undefined;
  const exceptions = parseExceptions(readFileSync(join(runs.package(last.run), exceptionsName)), exceptionsName);
  return exceptions.length === 0 ? undefined : exceptions;
}
