/** A parsed `where`: a boolean expression over the export's own columns, without functions or subqueries. */
export interface Where {
  /** As written in the plan. */
  readonly text: string;
  /** Names of the export's columns it reads, each once. */
  readonly columns: readonly string[];
  readonly tree: WhereNode;
}

export type Operand =
  | { readonly column: string }
  | { readonly text: string }
  | { /** exact decimal text */ readonly number: string }
  | { readonly bool: boolean }
  | { readonly null: true };

export type WhereNode =
  | { readonly op: 'and' | 'or'; readonly parts: readonly WhereNode[] }
  | { readonly op: 'not'; readonly part: WhereNode }
  | { readonly op: '=' | '<>' | '<' | '<=' | '>' | '>='; readonly left: Operand; readonly right: Operand }
  | { readonly op: 'in'; readonly not: boolean; readonly left: Operand; readonly list: readonly Operand[] }
  | {
      readonly op: 'between';
      readonly not: boolean;
      readonly left: Operand;
      readonly low: Operand;
      readonly high: Operand;
    }
  | { readonly op: 'like'; readonly not: boolean; readonly left: Operand; readonly pattern: string }
  | { readonly op: 'is_null'; readonly not: boolean; readonly left: Operand };
