import type { SchemaElement } from '../parquet/parquet-footer.ts';
import { decimalBytes, decimalScale, isInBytes } from '../parquet/parquet-leaf.ts';

const limbDigits = 9;

/** A decimal as text that DuckDB reads as what it lies in: an integer, or bytes. */
export const bareDecimalText = (x: string, element: SchemaElement): string =>
  isInBytes(element)
    ? wideDecimalText(x, element)
    : `CASE WHEN ${x} IS NOT NULL THEN ${pointed(`CAST(${x} AS VARCHAR)`, decimalScale(element))} END`;

/**
 * Of bytes, of any number: DuckDB has no product of integers without bounds. Its 32-bit words are multiplied by the
 * digits of powers of two, nine at a time, which fits in 128 bits, and the sums are added as integers of any size.
 */
function wideDecimalText(x: string, element: SchemaElement): string {
  const scale = decimalScale(element);
  const count = Math.ceil(decimalBytes(element) / 4);
  const fill = `CASE WHEN substr(hex(${x}), 1, 1) >= '8' THEN 'F' ELSE '0' END`;
  const hex = `CASE WHEN octet_length(${x}) > ${count * 4} THEN error('a decimal has more bytes than its digits take') ELSE lpad(hex(${x}), ${count * 8}, ${fill}) END`;
  const words = `list_transform([${hex}], lambda h: list_transform(range(${count}), lambda i: CAST(CAST('0x' || substr(h, CAST(1 + 8 * i AS BIGINT), 8) AS BIGINT) AS HUGEINT)))[1]`;
  const units = `list_transform([${words}], lambda w: CAST(${sumOf('w', count)} AS VARCHAR))[1]`;
  return `CASE WHEN ${x} IS NOT NULL THEN ${pointed(units, scale)} END`;
}

/** The text of an integer with a point before its last `scale` digits. */
function pointed(units: string, scale: number): string {
  if (scale === 0) return units;
  const size = `lpad(ltrim(u, '-'), CAST(greatest(length(ltrim(u, '-')), ${scale + 1}) AS INTEGER), '0')`;
  const point = `CASE WHEN starts_with(u, '-') THEN '-' ELSE '' END || left(${size}, -${scale}) || '.' || right(${size}, ${scale})`;
  return `list_transform([${units}], lambda u: ${point})[1]`;
}

/** The value of big-endian words in two's complement, as a BIGNUM. */
function sumOf(words: string, count: number): string {
  const factors = Array.from({ length: count }, (_, i) => limbsOf(1n << BigInt(32 * (count - 1 - i))));
  const limbs = Array.from({ length: Math.max(...factors.map(({ length }) => length)) }, (_, limb) => {
    const terms = factors.flatMap((factor, i) => {
      const digits = factor[limb] ?? 0n;
      return digits === 0n ? [] : [`${words}[${i + 1}] * ${digits}`];
    });
    return `CAST(CAST(${terms.join(' + ') || '0'} AS VARCHAR) || '${'0'.repeat(limb * limbDigits)}' AS BIGNUM)`;
  });
  const negative = `CAST(CASE WHEN ${words}[1] >= 2147483648 THEN '${1n << BigInt(32 * count)}' ELSE '0' END AS BIGNUM)`;
  return `${limbs.join(' + ')} - ${negative}`;
}

/** A number's digits, nine at a time, the last ones first. */
function limbsOf(value: bigint): bigint[] {
  const limbs: bigint[] = [];
  for (let rest = value; rest > 0n; rest /= 10n ** BigInt(limbDigits)) limbs.push(rest % 10n ** BigInt(limbDigits));
  return limbs;
}
