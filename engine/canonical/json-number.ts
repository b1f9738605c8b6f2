/** `-?` digits × 10^exponent, without zeros at either end of the digits; zero has no digits. */
interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly exponent: number;
}

function decimalOf(lexeme: string): Decimal {
  const [, sign, whole, fraction = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(lexeme)!;
  const all = whole! + fraction;
  let first = 0;
  let last = all.length;
  while (first < last && all.charCodeAt(first) === 48) first++;
  while (last > first && all.charCodeAt(last - 1) === 48) last--;
  const digits = all.slice(first, last);
  return {
    negative: sign === '-',
    digits,
    exponent: digits === '' ? 0 : Number(exponent) - fraction.length + (all.length - last),
  };
}

/**
 * A JSON number as RFC 8785 writes it, or undefined when it does not survive as a double: the decimal value written is
 * the decimal value read, or two different numbers would have one text. -0 loses its sign, so it does not survive.
 */
export function jcsNumber(lexeme: string): string | undefined {
  const value = Number(lexeme);
  if (!Number.isFinite(value) || Object.is(value, -0)) return undefined;
  const text = String(value);
  if (text === lexeme) return text;
  const read = decimalOf(lexeme);
  const written = decimalOf(text);
  const same =
    read.negative === written.negative && read.digits === written.digits && read.exponent === written.exponent;
  return same ? text : undefined;
}
