import { format } from 'prettier';
import { z } from 'zod';
import { exceptionSchema } from '../contract/exception.ts';
import { documents } from '../cli/documents.ts';
import { proofSchema } from '../engine/evidence/proof/proof.ts';
import { spotSchema } from '../contract/spot.ts';
import { reportStatementSchema } from '../engine/evidence/report/report.ts';
import { planSchema } from '../engine/plan/plan-schema.ts';
import { fingerprintSchema } from '../engine/tree/fingerprint.ts';

/** What docs/schemas/ publishes, made from the very validators that judge: file name and schema. */
const published: Readonly<Record<string, z.ZodType>> = {
  'plan.schema.json': planSchema,
  'report.schema.json': reportStatementSchema,
  'proof.schema.json': proofSchema,
  'spot.schema.json': spotSchema,
  'exception.schema.json': exceptionSchema,
  'fingerprint.schema.json': fingerprintSchema,
  ...Object.fromEntries(Object.entries(documents).map(([name, schema]) => [`${name}.schema.json`, schema])),
};

/** The published JSON Schemas (draft 2020-12), as they are committed. */
export async function schemaFiles(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const [name, schema] of Object.entries(published)) {
    const made = {
      $id: `urn:tallystick:${name.split('.')[0]!}:v1`,
      ...z.toJSONSchema(schema, { target: 'draft-2020-12' }),
    };
    files.set(name, await format(JSON.stringify(made), { parser: 'json', printWidth: 120 }));
  }
  return files;
}
