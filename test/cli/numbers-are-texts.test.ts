import { describe, expect, it } from 'vitest';
import { schemaFiles } from '../../tools/schemas.ts';

/** Where a published document may hold a JSON number: none of these counts or amounts anything of a ledger. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'plan.schema.json': ['tallystick', 'depth', 'scale', 'step', 'base', 'preparer', 'approver'],
  'report.schema.json': ['depth'],
  'fingerprint.schema.json': ['depth'],
  'proof.schema.json': ['depth'],
  'serve.schema.json': ['port'],
};
/** A plan's gates are written by hand as whole numbers; they are judged as bigint. */
const gates = ['source_only', 'target_only', 'changed', 'duplicates', 'unrepresentable', 'unmapped', 'certificates'];

function* numbersIn(schema: unknown, name: string): Generator<string> {
  if (Array.isArray(schema)) for (const part of schema) yield* numbersIn(part, name);
  else if (typeof schema === 'object' && schema !== null) {
    const { type } = schema as { type?: unknown };
    if (type === 'number' || type === 'integer') yield name;
    if (typeof (schema as { const?: unknown }).const === 'number') yield name;
    for (const [key, value] of Object.entries(schema)) {
      if (key === 'properties')
        for (const [property, inner] of Object.entries(value as object)) yield* numbersIn(inner, property);
      else yield* numbersIn(value, name);
    }
  }
}

describe('published documents', () => {
  it('write every amount and every count as text: a JSON number loses digits beyond 2^53', async () => {
    const found = [...(await schemaFiles())].flatMap(([file, text]) =>
      [...new Set(numbersIn(JSON.parse(text), '(root)'))]
        .filter(
          (name) => !(allowed[file] ?? []).includes(name) && !(file === 'plan.schema.json' && gates.includes(name)),
        )
        .map((name) => `${file}: ${name}`),
    );
    expect(found).toEqual([]);
  });
});
