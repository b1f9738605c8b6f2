/** A whole number in English grouping: `1,234,567`. Of one with millions of digits in one pass, which no pattern takes. */
export function grouped(count: number | bigint | string): string {
  const text = String(count);
  const start = /^[-+]/.test(text) ? 1 : 0;
  const groups: string[] = [];
  for (let end = text.length; end > start; end -= 3) groups.push(text.slice(Math.max(start, end - 3), end));
  return text.slice(0, start) + groups.reverse().join(',');
}
