import { TallyError } from './problem.ts';

const deepest = 16;

/**
 * Refuses (`usage`) what no call takes, before anything looks inside: texts of more than `largest` characters in all,
 * nests deeper than 16, cycles with them, and objects that are more than data.
 */
export function measure(value: unknown, largest: number): void {
  let left = largest;
  const spend = (size: number): void => {
    left -= size;
    if (left < 0) throw new TallyError('usage', `A call may hold ${largest} characters`);
  };
  const look = (part: unknown, depth: number): void => {
    if (depth > deepest) throw new TallyError('usage', `A call may be ${deepest} deep`);
    spend(8);
    if (typeof part === 'string') spend(part.length);
    if (typeof part === 'bigint' || typeof part === 'function' || typeof part === 'symbol')
      throw new TallyError('usage', 'A call holds plain data alone', typeof part);
    if (typeof part !== 'object' || part === null) return;
    if (Array.isArray(part)) {
      spend(part.length);
      for (const item of part) look(item, depth + 1);
      return;
    }
    const prototype: unknown = Object.getPrototypeOf(part);
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
      throw new TallyError('usage', 'A call holds plain data alone');
    for (const [name, inner] of Object.entries(part)) {
      spend(name.length);
      look(inner, depth + 1);
    }
  };
  look(value, 0);
}
