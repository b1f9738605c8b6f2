/** A whole number in English grouping: `1,234,567`. Of one with millions of digits in one pass, which no pattern takes. */
export function grouped(count: number | bigint | string): string {
  const text = String(count);
  const start = /^[-+]/.test(text) ? 1 : 0;
  const groups: string[] = [];
  for (let end = text.length; end > start; end -= 3) groups.push(text.slice(Math.max(start, end - 3), end));
  return text.slice(0, start) + groups.reverse().join(',');
}

/** No number that is read has more digits, and patterns over millions of them overflow the stack. */
const longestNumber = 400;

/** A decimal text with its whole part in groups, `-12,400.07`; what is no decimal text, or longer than any, as it is. */
export function groupedDecimal(text: string): string {
  if (text.length > longestNumber) return text;
  const match = /^([-+]?)(\d+)(\.\d+)?$/.exec(text);
  return match === null ? text : `${match[1]!}${grouped(match[2]!)}${match[3] ?? ''}`;
}

/** `1 row`, `1,234 rows`. */
export const counted = (count: bigint | number | string, one: string, many = `${one}s`): string =>
  `${grouped(count)} ${BigInt(count) === 1n ? one : many}`;
