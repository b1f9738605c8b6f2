import { z } from 'zod';
import type { Judge } from './judge.ts';
import { nearest } from './nearest.ts';
import { checkSchemas, columnSchema, planSchema } from './plan-schema.ts';
import type { PlanPath } from './plan-problem.ts';
import { membersOf, valueAt } from './plan-value.ts';
import type { PlanValue } from './plan-value.ts';

type Issue = z.core.$ZodIssue;

/** Refuses what has not the shape of plan-schema.ts: unknown and missing names, wrong types, values out of range. */
export function judgeShape(judge: Judge, document: PlanValue): void {
  const shape = new ShapeJudge(judge, document);
  shape.apply(planSchema, []);
  // zod's records pass over a member called __proto__; here it is a name like any other.
  for (const [table] of membersOf(document, ['tables'])) {
    const columns = ['tables', table, 'columns'];
    if (valueAt(document, [...columns, '__proto__']) !== undefined)
      shape.apply(columnSchema, [...columns, '__proto__']);
    for (const [column] of membersOf(document, columns))
      for (const part of [[], ['source'], ['target']]) {
        const hidden = [...columns, column, ...part, 'values', '__proto__'];
        if (valueAt(document, hidden) !== undefined) shape.apply(z.string(), hidden);
      }
  }
}

class ShapeJudge {
  readonly #judge: Judge;
  readonly #document: PlanValue;

  constructor(judge: Judge, document: PlanValue) {
    this.#judge = judge;
    this.#document = document;
  }

  apply(schema: z.ZodType, base: PlanPath): void {
    const { error } = schema.safeParse(valueAt(this.#document, base));
    for (const issue of error?.issues ?? []) this.#issue(issue, base, schema);
  }

  #issue(issue: Issue, base: PlanPath, schema: z.ZodType): void {
    const path = [...base, ...(issue.path as (string | number)[])];
    const value = valueAt(this.#document, path);
    if (base.length === 0 && path[2] === 'checks' && path.length > 3) {
      const check = path.slice(0, 4);
      this.#check(check, valueAt(this.#document, check)!);
      return;
    }
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) this.#unknown([...path, key], key, schemaAt(schema, issue.path as PlanPath));
      return;
    }
    if (value === undefined) {
      this.#judge.refuse(path, `${JSON.stringify(path.at(-1))} is missing`);
      return;
    }
    if (issue.code === 'invalid_union') {
      this.#union(path, value);
      return;
    }
    this.#judge.refuse(path, ...this.#words(issue, path, value));
  }

  #unknown(path: PlanPath, key: string, schema: unknown): void {
    if (!this.#judge.sound(path)) return; // not even a text
    const known = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
    if (path.length === 4 && path[0] === 'tables' && (key === 'table' || key === 'json'))
      this.#judge.refuse(
        path,
        `${JSON.stringify(key)} is not supported yet`,
        'Export the table as CSV, Parquet or NDJSON',
        'key',
      );
    else
      this.#judge.refuse(
        path,
        `Unknown name ${JSON.stringify(key)}`,
        this.#judge.suggest(key, () => known),
        'key',
      );
  }

  #union(path: PlanPath, value: PlanValue): void {
    if (path.at(-1) === 'base') this.#judge.refuse(path, ...expected(path, '10 or 16', value, this.#judge));
    else if (kindOf(value) === 'a mapping') this.apply(sideOfColumn, path);
    else this.#judge.refuse(path, ...expected(path, 'a column name or a mapping', value, this.#judge));
  }

  /** By hand, since a union of five shapes has no one complaint. */
  #check(path: PlanPath, value: PlanValue): void {
    const kinds = Object.keys(checkSchemas) as (keyof typeof checkSchemas)[];
    const said = kinds.filter((kind) => valueAt(value, [kind]) !== undefined);
    if (kindOf(value) !== 'a mapping') this.#judge.refuse(path, ...expected(path, 'a mapping', value, this.#judge));
    else if (said.length === 1) this.apply(checkSchemas[said[0]!], path);
    else {
      const names = membersOf(value, []).map(([name]) => String(name));
      const meant = names.map((name) => nearest(name, kinds)).find((kind) => kind !== null);
      const remedy =
        said.length > 0 ? `This has ${said.join(' and ')}` : meant ? `Did you mean ${JSON.stringify(meant)}?` : '';
      this.#judge.refuse(path, 'A check has exactly one of sum, sequence, chain, refers and unique', remedy);
    }
  }

  #words(issue: Issue, path: PlanPath, value: PlanValue): readonly [what: string, remedy: string] {
    if (issue.code === 'invalid_type')
      return expected(path, wanted[issue.expected] ?? issue.expected, value, this.#judge);
    if (issue.code === 'invalid_value') return this.#choice(issue, path, value);
    if (issue.code === 'invalid_format' && typeof value === 'string')
      return [`${JSON.stringify(value)} is not a type`, this.#judge.suggest(value, () => typeWords)];
    if (issue.code !== 'too_small' && issue.code !== 'too_big')
      return [`${label(path)} is not what the grammar takes here`, ''];
    if (typeof value !== 'number')
      return [`${label(path)} is empty`, Array.isArray(value) ? 'Name at least one' : 'Say what it is'];
    const limit = issue.code === 'too_small' ? `less than ${issue.minimum}` : `more than ${issue.maximum}`;
    return [`${label(path)} may not be ${limit}`, `It is ${this.#judge.written(path)}`];
  }

  #choice(issue: z.core.$ZodIssueInvalidValue, path: PlanPath, value: PlanValue): readonly [string, string] {
    if (path.at(-1) === 'encoding' && path.at(-2) === 'csv' && typeof value === 'string')
      return [`The encoding ${JSON.stringify(value)} is not supported yet`, 'Export the file as UTF-8 and write utf-8'];
    if (path.length === 1 && path[0] === 'tallystick' && typeof value === 'number')
      return [`This plan is of version ${value}, and version 1 is known here`, 'Use the release that knows it'];
    return expected(path, issue.values.map((one) => JSON.stringify(one)).join(' or '), value, this.#judge);
  }
}

const typeWords = [
  'text',
  'int',
  'decimal(2)',
  'bool',
  'date',
  'timestamp',
  'timestamp(3)',
  'datetime',
  'uuid',
  'bytes',
  'float',
];

const wanted: Readonly<Record<string, string>> = {
  string: 'a text',
  int: 'a whole number',
  number: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

const sideOfColumn = columnSchema.shape.source.unwrap().options[1];

function expected(path: PlanPath, what: string, value: PlanValue, judge: Judge): readonly [string, string] {
  const kind = kindOf(value);
  const written = judge.written(path);
  if (typeof value === 'bigint') return [`${label(path)} is beyond 2^53 - 1`, 'Write a smaller number'];
  const scalar = kind !== 'a list' && kind !== 'a mapping';
  const quote = what === 'a text' && scalar && written !== '';
  // Of a scalar the text says more than its kind; but not a page of it.
  const found =
    scalar && written !== '' && written.length <= 60 && (typeof value !== 'string' || choices.test(what))
      ? written
      : kind;
  return [
    `${label(path)} must be ${what}, not ${found}`,
    quote ? `Write it in quotes: ${JSON.stringify(written)}` : '',
  ];
}

/** Values to choose from, not a kind of value. */
const choices = /^["0-9]/;

/** The last name of a path, with the indexes after it: `"null"[0]`. */
function label(path: PlanPath): string {
  const last = path.findLastIndex((step) => typeof step === 'string');
  if (last === -1) return 'A plan';
  return (
    JSON.stringify(path[last]) +
    path
      .slice(last + 1)
      .map((index) => `[${String(index)}]`)
      .join('')
  );
}

function kindOf(value: PlanValue): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'string') return 'a text';
  return typeof value === 'boolean' ? 'true or false' : 'a number';
}

/** The schema of the mapping an issue speaks of. */
function schemaAt(schema: z.ZodType, path: PlanPath): unknown {
  let here = mappingOf(schema);
  for (const step of path) {
    if (here instanceof z.ZodObject) here = mappingOf((here.shape as Record<string, unknown>)[String(step)]);
    else if (here instanceof z.ZodArray) here = mappingOf(here.element);
    else if (here instanceof z.ZodRecord) here = mappingOf(here.valueType);
  }
  return here;
}

/** What is optional, or a mapping or a text, as the mapping. */
function mappingOf(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional) return mappingOf(schema.unwrap());
  if (schema instanceof z.ZodUnion) return schema.options.find((option) => option instanceof z.ZodObject);
  return schema;
}
