import { TallyError } from '../../../contract/problem.ts';
import type { SchemaElement } from '../parquet/parquet-footer.ts';
import { decimalDigits, isLostDecimal } from '../parquet/parquet-leaf.ts';

/** Hands out a column's primitive elements in the order in which its type is walked. */
export class LeavesInTurn {
  readonly #elements: readonly SchemaElement[];
  readonly #where: string;
  #at = 0;

  constructor(elements: readonly SchemaElement[], where: string) {
    this.#elements = elements;
    this.#where = where;
  }

  next(): SchemaElement {
    const element = this.#elements[this.#at++];
    if (element === undefined)
      throw this.refuse('a nested type that is read with other parts than it was written with');
    if (isLostDecimal(element)) throw this.refuse(`decimals of ${decimalDigits(element)} digits`);
    return element;
  }

  end(): void {
    if (this.#at !== this.#elements.length)
      throw this.refuse('a nested type that is read with other parts than it was written with');
  }

  refuse(what: string): TallyError {
    return new TallyError(
      'input_unsupported',
      `The column holds ${what}, which cannot be read without loss`,
      this.#where,
      'Export it as another type, for example as text',
    );
  }
}
