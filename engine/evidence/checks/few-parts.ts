import { demand } from './judge.ts';

const mostParts = 1 << 25;
const [comma, openArray, openObject] = [0x2c, 0x5b, 0x7b];

/**
 * Demands that JSON has no more values than memory can hold: a small file of `[],[],[]` becomes gigabytes when it is
 * parsed, and running out of memory is no answer.
 */
export function demandFewParts(json: Uint8Array, where: string): void {
  if (json.length <= mostParts) return;
  let parts = 0;
  for (const byte of json) if (byte === comma || byte === openArray || byte === openObject) parts++;
  demand(parts <= mostParts, 'The JSON has too many parts', where);
}
