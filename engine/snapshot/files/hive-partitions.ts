import { isUtf8 } from 'node:buffer';
import { TallyError } from '../../../contract/problem.ts';
import type { InputFile } from './input-file.ts';

/** The partitions that a file's folders name, `key=value`, percent-decoded (formats.md section 2). */
export function hivePartitions(name: string): InputFile['partitions'] {
  return name
    .split('/')
    .slice(0, -1)
    .flatMap((folder) => {
      const equals = folder.indexOf('=');
      if (equals < 1) return [];
      const value = folder.slice(equals + 1);
      return [
        {
          name: percentDecoded(folder.slice(0, equals), name),
          value: value === '__HIVE_DEFAULT_PARTITION__' ? null : percentDecoded(value, name),
        },
      ];
    });
}

/** A `%` that no two hex digits follow stands for itself, as in Hive and Spark. */
function percentDecoded(text: string, name: string): string {
  if (!text.includes('%')) return text;
  const bytes: Uint8Array[] = [];
  for (const part of text.split(/(%[0-9a-fA-F]{2})/))
    bytes.push(/^%[0-9a-fA-F]{2}$/.test(part) ? Buffer.from(part.slice(1), 'hex') : Buffer.from(part));
  const joined = Buffer.concat(bytes);
  if (!isUtf8(joined))
    throw new TallyError('input_encoding', `The folder name ${JSON.stringify(text)} decodes to no UTF-8`, name);
  if (joined.includes(0))
    throw new TallyError('input_unsupported', `The folder name ${JSON.stringify(text)} decodes to a NUL`, name);
  return joined.toString();
}
