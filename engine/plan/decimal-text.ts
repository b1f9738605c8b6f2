/** A number of the decimal grammar (formats.md section 2), exact: 0.digits times 10^point. */
export interface Decimal {
  readonly negative: boolean;
  /** Neither the first nor the last is 0; none for zero. */
  readonly digits: string;
  readonly point: number;
}

/** Reads `[+-]?(D+(\.D*)?|\.D+)([eE][+-]?D{1,4})?`; null for any other text. */
export function parseDecimal(text: string): Decimal | null {
  const match = /^([+-]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]{1,4}))?$/.exec(text);
  if (match === null) return null;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const all = whole + fraction;
  if (all === '') return null;
  let start = 0;
  while (all[start] === '0') start++;
  let end = all.length;
  while (end > start && all[end - 1] === '0') end--;
  if (start === end) return { negative: false, digits: '', point: 0 };
  return { negative: sign === '-', digits: all.slice(start, end), point: whole.length + Number(exponent) - start };
}

/** Negative, zero or positive, by value. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  if (a.negative !== b.negative) return a.negative ? -1 : 1;
  return a.negative ? compareSizes(b, a) : compareSizes(a, b);
}

function compareSizes(a: Decimal, b: Decimal): number {
  if (a.digits === '' || b.digits === '') return a.digits.length - b.digits.length;
  if (a.point !== b.point) return a.point - b.point;
  return a.digits < b.digits ? -1 : a.digits > b.digits ? 1 : 0;
}

/** Without exponent, plus, or zeros that say nothing: `-0.05`, `1000`, `0`. */
export function plainDecimal({ negative, digits, point }: Decimal): string {
  if (digits === '') return '0';
  const sign = negative ? '-' : '';
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return sign + digits.padEnd(point, '0');
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
