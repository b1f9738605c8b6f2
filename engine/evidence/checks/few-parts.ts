import { demand } from './judge.ts';

const mostParts = 1 << 25;
const [comma, openArray, openObject, quote, backslash] = [0x2c, 0x5b, 0x7b, 0x22, 0x5c];

/**
 * Demands that JSON has no more values than memory can hold: a small file of `[],[],[]` becomes gigabytes when it is
 * parsed, and running out of memory is no answer. What stands in a text is no value: an export may hold 40 MB of commas.
 */
export function demandFewParts(json: Uint8Array, where: string): void {
  if (json.length <= mostParts) return;
  let parts = 0;
  let isText = false;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at]!;
    if (byte === quote) isText = !isText;
    else if (isText && byte === backslash) at++;
    else if (!isText && (byte === comma || byte === openArray || byte === openObject)) parts++;
  }
  demand(parts <= mostParts, 'The JSON has too many parts', where);
}
