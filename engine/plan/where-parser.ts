import type { Operand, Where, WhereNode } from './where.ts';
import { WhereError, whereTokens } from './where-tokens.ts';
import type { WhereToken } from './where-tokens.ts';

/** Deep enough for any condition a person writes, and far from the end of the stack. */
const maxDepth = 64;

/**
 * Reads a `where` (formats.md section 6): columns bare or "quoted", 'texts', exact decimals, TRUE, FALSE, NULL,
 * = <> != < <= > >=, AND, OR, NOT, IN, BETWEEN, LIKE, IS NULL, parentheses, nothing else. docs/where.md says what it means.
 * Throws WhereError with the character's offset.
 */
export function parseWhere(text: string): Where {
  const parser = new WhereParser(whereTokens(text));
  const tree = parser.whole();
  return { text, columns: [...parser.columns], tree };
}

const comparisons = new Set(['=', '<>', '<', '<=', '>', '>='] as const);
type Comparison = typeof comparisons extends Set<infer T> ? T : never;

class WhereParser {
  readonly columns = new Set<string>();
  readonly #tokens: readonly WhereToken[];
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly WhereToken[]) {
    this.#tokens = tokens;
  }

  whole(): WhereNode {
    const tree = this.#any();
    if (this.#token.kind !== 'end') this.#refuse('The condition should end here, or go on with AND or OR');
    return tree;
  }

  get #token(): WhereToken {
    return this.#tokens[this.#next]!;
  }

  #refuse(what: string, remedy = ''): never {
    const { kind, value, at } = this.#token;
    throw new WhereError(kind === 'end' ? `${what}, and the condition ends` : `${what}, not ${value}`, at, remedy);
  }

  #took(kind: 'symbol' | 'keyword', value: string): boolean {
    const found = this.#token.kind === kind && this.#token.value === value;
    if (found) this.#next++;
    return found;
  }

  #want(kind: 'symbol' | 'keyword', value: string): void {
    if (!this.#took(kind, value)) this.#refuse(`Here ${value} should stand`);
  }

  #any(): WhereNode {
    if (++this.#depth > maxDepth)
      throw new WhereError(`The condition is nested more than ${maxDepth} deep`, this.#token.at);
    const parts = [this.#all()];
    while (this.#took('keyword', 'OR')) parts.push(this.#all());
    this.#depth--;
    return parts.length === 1 ? parts[0]! : { op: 'or', parts };
  }

  #all(): WhereNode {
    const parts = [this.#negated()];
    while (this.#took('keyword', 'AND')) parts.push(this.#negated());
    return parts.length === 1 ? parts[0]! : { op: 'and', parts };
  }

  #negated(): WhereNode {
    let nots = 0;
    while (this.#took('keyword', 'NOT')) nots++;
    const part = this.#took('symbol', '(') ? this.#closed() : this.#predicate();
    // NOT NOT x is x for all three truth values, so a thousand of them need no depth.
    return nots % 2 === 1 ? { op: 'not', part } : part;
  }

  #closed(): WhereNode {
    const inside = this.#any();
    this.#want('symbol', ')');
    return inside;
  }

  #predicate(): WhereNode {
    const { at } = this.#token;
    const left = this.#operand();
    if (this.#token.kind === 'symbol' && comparisons.has(this.#token.value as Comparison)) {
      const op = this.#token.value as Comparison;
      this.#next++;
      return { op, left, right: this.#beside(left) };
    }
    if (this.#took('keyword', 'IS')) {
      const not = this.#took('keyword', 'NOT');
      this.#want('keyword', 'NULL');
      return { op: 'is_null', not, left };
    }
    const not = this.#took('keyword', 'NOT');
    if (this.#took('keyword', 'IN')) return { op: 'in', not, left, list: this.#list(left) };
    if (this.#took('keyword', 'BETWEEN')) {
      const low = this.#beside(left);
      this.#want('keyword', 'AND');
      return { op: 'between', not, left, low, high: this.#beside(left) };
    }
    if (this.#took('keyword', 'LIKE')) return this.#like(not, left, at);
    return this.#refuse('Here a comparison, IN, BETWEEN, LIKE or IS NULL should stand');
  }

  #list(left: Operand): Operand[] {
    this.#want('symbol', '(');
    const list = [this.#beside(left)];
    while (this.#took('symbol', ',')) list.push(this.#beside(left));
    this.#want('symbol', ')');
    return list;
  }

  #like(not: boolean, left: Operand, at: number): WhereNode {
    if (!('column' in left || 'text' in left)) throw new WhereError('LIKE takes a column or a text', at);
    const { kind, value } = this.#token;
    if (kind !== 'text') this.#refuse("After LIKE a 'text' should stand");
    this.#next++;
    return { op: 'like', not, left, pattern: value };
  }

  #operand(): Operand {
    const { kind, value } = this.#token;
    const operand: Operand | null =
      kind === 'column'
        ? { column: value }
        : kind === 'text'
          ? { text: value }
          : kind === 'number'
            ? { number: value }
            : kind === 'keyword' && (value === 'TRUE' || value === 'FALSE')
              ? { bool: value === 'TRUE' }
              : kind === 'keyword' && value === 'NULL'
                ? { null: true }
                : null;
    if (operand === null) return this.#refuse('Here a column or a literal should stand');
    if ('column' in operand) this.columns.add(operand.column);
    this.#next++;
    return operand;
  }

  /** What `left` is compared with: a number and a truth value have no order between them. */
  #beside(left: Operand): Operand {
    const { at } = this.#token;
    const right = this.#operand();
    if (('number' in left && 'bool' in right) || ('bool' in left && 'number' in right))
      throw new WhereError('A number and TRUE or FALSE cannot be compared', at);
    return right;
  }
}
