import { compareUtf8 } from '../canonical/compare-utf8.ts';
import { defaultReading } from '../canonical/types.ts';
import { compareDecimals, parseDecimal } from './decimal-text.ts';
import { compileLike } from './like.ts';
import { nearestRemedy } from './nearest.ts';
import type { Operand, Where, WhereNode } from './where.ts';

/** Texts as read from the export, in the order of its columns; null is NULL. */
export type WhereRow = readonly (string | null)[];
/** true, false, or null for unknown. */
export type Truth = boolean | null;

/**
 * A condition as a function of a row. A row is kept where it gives true; false and unknown exclude it.
 *
 * Nothing is typed but by what it is compared with: beside a 'text' or a column, the order of UTF-8 bytes; beside a number,
 * both as exact decimals of section 2; beside TRUE or FALSE, the texts of `bool` that need no plan (`true t 1 TRUE True`,
 * `false f 0 FALSE False`), false before true. A text with no such form is unknown there, and so is NULL everywhere but in
 * IS NULL. AND, OR, NOT, IN and BETWEEN follow SQL's three truth values. LIKE: % any text, _ one code point, no escape.
 *
 * `columns` are the export's; the condition must have passed `whereProblem` with them.
 */
export function compileWhere(where: Where, columns: readonly string[]): (row: WhereRow) => Truth {
  return compile(where.tree, new Map(columns.map((column, index) => [column, index])));
}

/** Why a condition cannot be asked of an export with these columns; null when it can. */
export function whereProblem(
  where: Where,
  exportColumns: readonly string[],
): { readonly what: string; readonly remedy: string } | null {
  const there = new Set(exportColumns);
  const absent = where.columns.find((column) => !there.has(column));
  if (absent === undefined) return null;
  const remedy = nearestRemedy(absent, exportColumns) || "A text stands in single quotes: 'text'";
  return { what: `The export has no column ${JSON.stringify(absent)} that the condition reads`, remedy };
}

type Test = (row: WhereRow) => Truth;
type Indexes = ReadonlyMap<string, number>;

function compile(node: WhereNode, indexes: Indexes): Test {
  switch (node.op) {
    case 'and':
    case 'or': {
      const decisive = node.op === 'or';
      const parts = node.parts.map((part) => compile(part, indexes));
      return (row) => fold(parts, decisive, row);
    }
    case 'not':
      return negate(compile(node.part, indexes), true);
    case 'in': {
      const equals = node.list.map((item) => comparison('=', node.left, item, indexes));
      return negate((row) => fold(equals, true, row), node.not);
    }
    case 'between': {
      const within = [comparison('>=', node.left, node.low, indexes), comparison('<=', node.left, node.high, indexes)];
      return negate((row) => fold(within, false, row), node.not);
    }
    case 'like': {
      const text = textOf(node.left, indexes);
      const like = compileLike(node.pattern);
      return negate((row) => {
        const value = text(row);
        return value === null ? null : like(value);
      }, node.not);
    }
    case 'is_null': {
      const text = textOf(node.left, indexes);
      return (row) => (text(row) === null) !== node.not;
    }
    case '=':
    case '<>':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(node.op, node.left, node.right, indexes);
  }
}

/** AND decides at the first false, OR at the first true; an unknown waits for what comes after it. */
function fold(parts: readonly Test[], decisive: boolean, row: WhereRow): Truth {
  let result: Truth = !decisive;
  for (const part of parts) {
    const truth = part(row);
    if (truth === decisive) return decisive;
    if (truth === null) result = null;
  }
  return result;
}

function negate(test: Test, not: boolean): Test {
  if (!not) return test;
  return (row) => {
    const truth = test(row);
    return truth === null ? null : !truth;
  };
}

const holds = {
  '=': (order: number) => order === 0,
  '<>': (order: number) => order !== 0,
  '<': (order: number) => order < 0,
  '<=': (order: number) => order <= 0,
  '>': (order: number) => order > 0,
  '>=': (order: number) => order >= 0,
};

function comparison(op: keyof typeof holds, left: Operand, right: Operand, indexes: Indexes): Test {
  const hold = holds[op];
  const decide = <T>(of: (text: string) => T | null, compare: (a: T, b: T) => number): Test => {
    const a = valueOf(left, indexes, of);
    const b = valueOf(right, indexes, of);
    return (row) => {
      const x = a(row);
      if (x === null) return null;
      const y = b(row);
      return y === null ? null : hold(compare(x, y));
    };
  };
  if ('number' in left || 'number' in right) return decide(parseDecimal, compareDecimals);
  if ('bool' in left || 'bool' in right) return decide(truthOf, (a, b) => Number(a) - Number(b));
  return decide((text) => text, compareUtf8);
}

/** A literal is read once, a column's text at every row. */
function valueOf<T>(operand: Operand, indexes: Indexes, of: (text: string) => T | null): (row: WhereRow) => T | null {
  const text = textOf(operand, indexes);
  if (!('column' in operand)) {
    const literal = text([]);
    const value = literal === null ? null : of(literal);
    return () => value;
  }
  return (row) => {
    const value = text(row);
    return value === null ? null : of(value);
  };
}

function textOf(operand: Operand, indexes: Indexes): (row: WhereRow) => string | null {
  if ('column' in operand) {
    const index = indexes.get(operand.column);
    if (index === undefined) throw new TypeError(`No column ${JSON.stringify(operand.column)}`);
    return (row) => row[index] ?? null;
  }
  const text =
    'text' in operand
      ? operand.text
      : 'number' in operand
        ? operand.number
        : 'bool' in operand
          ? String(operand.bool)
          : null;
  return () => text;
}

const trueTexts = new Set(defaultReading.trueTexts);
const falseTexts = new Set(defaultReading.falseTexts);
const truthOf = (text: string): Truth => (trueTexts.has(text) ? true : falseTexts.has(text) ? false : null);
