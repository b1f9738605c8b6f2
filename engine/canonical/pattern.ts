/** The patterns of formats.md section 2: `%d/%m/%Y %H:%M:%S`. */

export type PatternKind = 'date' | 'timestamp' | 'datetime';

export type NumberField = 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'fraction';

export type Step =
  | { readonly take: 'literal'; readonly text: string }
  | { readonly take: 'number'; readonly field: NumberField; readonly least: number; readonly most: number }
  | { readonly take: 'monthName'; readonly names: readonly string[] }
  | { readonly take: 'half' }
  | { readonly take: 'offset' };

export interface Pattern {
  readonly steps: readonly Step[];
  readonly hasOffset: boolean;
}

const monthNames = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

const number = (field: NumberField, least: number, most: number): Step => ({ take: 'number', field, least, most });

const stepOf: Readonly<Record<string, Step>> = {
  Y: number('year', 4, 4),
  m: number('month', 1, 2),
  d: number('day', 1, 2),
  H: number('hour', 1, 2),
  I: number('hour', 1, 2),
  M: number('minute', 1, 2),
  S: number('second', 1, 2),
  f: number('fraction', 1, 9),
  b: { take: 'monthName', names: monthNames.map((name) => name.slice(0, 3)) },
  B: { take: 'monthName', names: monthNames },
  p: { take: 'half' },
  z: { take: 'offset' },
};

/** What a field gives: two fields that give the same are a field twice. */
const gives: Readonly<Record<string, string>> = {
  Y: 'the year',
  m: 'the month',
  b: 'the month',
  B: 'the month',
  d: 'the day',
  H: 'the hour',
  I: 'the hour',
  M: 'the minute',
  S: 'the second',
  f: 'the fraction',
  p: 'AM or PM',
  z: 'the offset',
};

/** Numbers directly after one another take all their digits; a fraction that ends such a run ends it by itself. */
function fixWidths(steps: readonly Step[]): Step[] {
  return steps.map((step, i) => {
    if (step.take !== 'number') return step;
    const before = steps[i - 1]?.take === 'number';
    const after = steps[i + 1]?.take === 'number';
    if (!after && (!before || step.field === 'fraction')) return step;
    return { ...step, least: step.most };
  });
}

function judge(kind: PatternKind, fields: readonly string[]): string | null {
  const given = new Set<string>();
  for (const field of fields) {
    if (kind === 'date' && !'YmbBd'.includes(field)) return `%${field} has no place in a date`;
    if (kind === 'datetime' && field === 'z') return 'a datetime has no zone, so %z has no place in it';
    if (given.has(gives[field]!)) return `${gives[field]!} is given twice`;
    given.add(gives[field]!);
  }
  for (const part of ['the year', 'the month', 'the day']) if (!given.has(part)) return `${part} is missing`;
  if (fields.includes('I') !== fields.includes('p')) return '%I and %p go together';
  return null;
}

/** A pattern for values of a kind, or what is wrong with it. */
export function compilePattern(format: string, kind: PatternKind): Pattern | { readonly problem: string } {
  const steps: Step[] = [];
  const fields: string[] = [];
  for (let i = 0; i < format.length; i++) {
    if (format[i] !== '%' || format[i + 1] === '%') {
      if (format[i] === '%') i++;
      const last = steps.at(-1);
      if (last?.take === 'literal') steps[steps.length - 1] = { take: 'literal', text: last.text + format[i]! };
      else steps.push({ take: 'literal', text: format[i]! });
      continue;
    }
    i++;
    const field = format[i];
    if (field === undefined) return { problem: 'a single % at the end; %% stands for one' };
    const step = Object.hasOwn(stepOf, field) ? stepOf[field] : undefined;
    if (step === undefined)
      return { problem: `%${String.fromCodePoint(format.codePointAt(i)!)} is no field of a pattern` };
    steps.push(step);
    fields.push(field);
  }
  const problem = judge(kind, fields);
  return problem === null ? { steps: fixWidths(steps), hasOffset: fields.includes('z') } : { problem };
}
