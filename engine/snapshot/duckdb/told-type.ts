import { DATE, UBIGINT, UINTEGER, type DuckDBType } from '@duckdb/node-api';
import type { SchemaElement } from '../parquet/parquet-footer.ts';
import { isUntoldDate, unsignedBits } from '../parquet/parquet-leaf.ts';

/**
 * A column and its type as the file has them: of what has a logical type and no converted one DuckDB knows strings, times
 * and uuids alone, and reads a day as its number, an unsigned integer as a signed one.
 */
export function told(x: string, type: DuckDBType, element: SchemaElement): { readonly x: string; type: DuckDBType } {
  if (isUntoldDate(element)) return { x: `(DATE '1970-01-01' + ${x})`, type: DATE };
  const bits = element.convertedType === null ? unsignedBits(element) : 0;
  if (bits !== 32 && bits !== 64) return { x, type };
  const whole = `CASE WHEN ${x} < 0 THEN CAST(${x} AS HUGEINT) + ${2n ** BigInt(bits)} ELSE ${x} END`;
  return bits === 32
    ? { x: `CAST(${whole} AS UINTEGER)`, type: UINTEGER }
    : { x: `CAST(${whole} AS UBIGINT)`, type: UBIGINT };
}
