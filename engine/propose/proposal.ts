import { z } from 'zod';

const side = z.enum(['source', 'target']);
const count = z.string().regex(/^\d+$/).describe('A whole number');
/** Why something is proposed, how sure that is, and what was seen. */
const reasoned = {
  sure: z.boolean().describe('false: it stands commented in the YAML, and a human decides'),
  why: z.string(),
  evidence: z.string(),
};
const options = z.record(z.string(), z.unknown()).describe('As in a plan');

const column = z.strictObject({
  name: z.string().describe('The canonical name'),
  source: z.string(),
  target: z.string(),
  type: z.string(),
  plan: options.describe("The column's entry of the plan"),
  sampled: count.describe('Aligned rows in which either side has a value'),
  agreeing: count,
  ...reasoned,
});

const tableSide = z.strictObject({
  name: z.string(),
  files: z.string().nullable().describe("null: the side's path itself"),
  rows: count,
  columns: z.array(z.string()),
});

const table = z.strictObject({
  name: z.string(),
  source: tableSide,
  target: tableSide,
  key: z.strictObject({ columns: z.array(z.string()), ...reasoned }),
  columns: z.array(column),
  alone: z.array(z.strictObject({ side, column: z.string(), why: z.string() })),
  ...reasoned,
});

/** What `plan --json` prints. */
export const proposalSchema = z
  .strictObject({
    type: z.literal('tallystick/proposal/v1'),
    file: z.string().nullable().describe('The plan that was written'),
    tables: z.array(table),
    alone: z.array(z.strictObject({ side, table: z.string(), files: z.string().nullable(), why: z.string() })),
    notRead: z.array(z.strictObject({ side, file: z.string() })),
    plan: options.describe('The plan, as far as it is sure'),
  })
  .meta({ title: 'Tallystick proposal', description: 'A plan proposed from two snapshots, with its reasons' });

export type ProposalDocument = z.output<typeof proposalSchema>;
export type ProposedTable = z.output<typeof table>;
export type ProposedColumn = z.output<typeof column>;
