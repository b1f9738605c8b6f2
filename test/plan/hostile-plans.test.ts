import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TallyError } from '../../contract/problem.ts';
import { parsePlan } from '../../engine/plan/parse-plan.ts';
import { parse } from 'yaml';
import { example, planFrom, utf8 } from './plans.ts';

/** A plan or a refusal; any other error fails the test. */
function judged(bytes: Uint8Array): boolean {
  try {
    parsePlan(bytes, 'plan.yaml');
    return true;
  } catch (error) {
    if (!(error instanceof TallyError)) throw error;
    expect(error.problem.code).toBe('plan_invalid');
    expect(error.problem.where).toMatch(/^plan\.yaml, line [1-9][0-9]*, column [1-9][0-9]*$/);
    expect(error.problem.what).not.toBe('');
    return false;
  }
}

describe('bytes from anywhere', () => {
  it('are a plan or refused with a place', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void judged(bytes)),
      { numRuns: 500 },
    );
  });

  it('are refused or read when they look like YAML', () => {
    const unit = fc.constantFrom(
      'a',
      ': ',
      '- ',
      '\n',
      '  ',
      '{',
      '}',
      '[',
      ']',
      ',',
      '"',
      "'",
      '&a',
      '*a',
      '!t',
      '|',
      '>',
      '#',
      '?',
      '%',
      '---\n',
      '...',
      '\t',
      '\\',
      '~',
      '1',
      'null',
      '<<',
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 40 }), (text) => void judged(utf8(text))),
      { numRuns: 2000 },
    );
  });

  it('are refused or read when a plan was cut or had a byte changed', () => {
    const bytes = utf8(example);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.boolean(), (at, byte, cut) => {
        const changed = cut ? bytes.slice(0, at) : bytes.map((old, index) => (index === at ? byte : old));
        judged(changed);
      }),
      { numRuns: 1000 },
    );
  });

  it('are refused or read when a part of a plan was replaced by any other value', () => {
    const whole = parse(example) as unknown;
    const paths: (string | number)[][] = [];
    const walk = (value: unknown, path: (string | number)[]) => {
      paths.push(path);
      if (Array.isArray(value)) value.forEach((entry, index) => walk(entry, [...path, index]));
      else if (typeof value === 'object' && value !== null)
        for (const [name, inner] of Object.entries(value)) walk(inner, [...path, name]);
    };
    walk(whole, []);
    const replaced = (value: unknown, path: readonly (string | number)[], by: unknown): unknown => {
      const [step, ...rest] = path;
      if (step === undefined) return by;
      if (Array.isArray(value))
        return value.map((entry, index) => (index === step ? replaced(entry, rest, by) : (entry as unknown)));
      return Object.fromEntries(
        Object.entries(value as object).map(([name, inner]) => [
          name,
          name === step ? replaced(inner, rest, by) : (inner as unknown),
        ]),
      );
    };
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue({ maxDepth: 3 }), (path, value) => {
        judged(utf8(JSON.stringify(replaced(whole, path, value))));
      }),
      { numRuns: 3000 },
    );
  });
});

describe('hostile names', () => {
  const names = [
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'toJSON',
    '"; DROP TABLE x; --',
    '../../x',
    '\u{1f4b6}\u{1f469}\u200d\u{1f4bb}',
    'x'.repeat(300),
    ' ',
    '',
    'null',
    '2024',
    'a,b',
    'a"b',
    '\0',
    '\u202e',
    '<<',
    '${x}',
    '%s',
  ];

  it.each(names)('are ordinary data as tables, columns and texts: %j', (name) => {
    const quoted = JSON.stringify(name);
    const text = `{"tallystick":1,"name":${quoted},"source":{"path":"a"},"target":{"path":"b"},"tables":[{"name":${quoted},
      "key":[${quoted}],"shard":${quoted},"columns":{${quoted}:{"type":"int","source":{"column":${quoted},"values":{${quoted}:${quoted}}},"null":[${quoted}]}},
      "ignore":[{"side":"target","column":${JSON.stringify(`${name}2`)},"reason":${quoted}}],
      "totals":[{"name":${quoted},"sum":${quoted},"by":[${quoted}]}],
      "checks":[{"name":${quoted},"refers":{"columns":[${quoted}],"table":${quoted}}},{"name":${quoted},"unique":[${quoted}]}]}],"assumptions":[${quoted}]}`;
    const plan = planFrom(text);
    const [table] = plan.tables;
    expect(plan.name).toBe(name);
    expect(table).toMatchObject({ name, key: [name], shard: name });
    expect(table!.columns).toHaveLength(1);
    const [column] = table!.columns;
    expect(column!.name).toBe(name);
    expect(column!.sides.source).toMatchObject({ column: name, reading: { nullTexts: [name] } });
    expect([...column!.sides.source.reading.values!]).toEqual([[name, name]]);
    expect(column!.sides.target.column).toBe(name);
  });

  it('do not reach the prototype of anything', () => {
    planFrom(
      '{"tallystick":1,"name":"n","source":{"path":"a"},"target":{"path":"b"},"tables":[{"name":"t","columns":{"__proto__":{"type":"text"}}}]}',
    );
    expect(({} as { type?: unknown }).type).toBeUndefined();
  });
});
