import type { Judge } from './judge.ts';
import type { PlanPath } from './plan-problem.ts';
import type { TableDocument } from './plan-schema.ts';

/** One code point. */
export const oneCharacter = /^.$/su;

type SideDocument = NonNullable<TableDocument['source']>;

/** A side's `path` may be absolute and may climb, but no file system takes a NUL. */
export function judgePath(judge: Judge, path: PlanPath, value: unknown): void {
  if (typeof value === 'string' && value.includes('\0')) judge.refuse(path, '"path" holds a NUL');
}

/** A plan is data from elsewhere: its `files` must not reach outside the side's own folder, on any platform. */
export function judgeFiles(judge: Judge, path: PlanPath, files: string | undefined): void {
  if (files === undefined) return;
  const refuse = (what: string) => judge.refuse(path, what, "Write it relative to the side's path, with /");
  if (files.includes('\0')) refuse('"files" holds a NUL');
  else if (files.includes('\\')) refuse('"files" holds a backslash');
  else if (files.startsWith('/') || /^[A-Za-z]:/.test(files)) refuse('"files" is absolute');
  else if (files.split('/').includes('..')) refuse('"files" climbs out of its folder');
}

/** One character each, none of them a line end, and told apart (formats.md section 3). */
export function judgeCsv(judge: Judge, path: PlanPath, csv: SideDocument['csv']): void {
  if (csv === undefined) return;
  const chars = { delimiter: ',', quote: '"', escape: '"' };
  for (const option of ['delimiter', 'quote', 'escape'] as const) {
    const text = csv[option];
    if (text === undefined) continue;
    chars[option] = text;
    const at = [...path, option];
    if (!oneCharacter.test(text)) judge.refuse(at, `"${option}" is one character, not ${JSON.stringify(text)}`);
    else if (text === '\n' || text === '\r') judge.refuse(at, `"${option}" is a line end`);
  }
  for (const option of ['quote', 'escape'] as const)
    if (chars[option] === chars.delimiter) {
      const at = csv.delimiter === undefined ? option : 'delimiter';
      judge.refuse([...path, at], `The delimiter and the ${option} are both ${JSON.stringify(chars.delimiter)}`);
    }
}
