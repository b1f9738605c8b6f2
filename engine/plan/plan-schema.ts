import { z } from 'zod';
import { textRules } from '../canonical/types.ts';

/**
 * The plan's grammar as shapes (formats.md section 6); what shapes cannot say is in the judge-*.ts beside it.
 * docs/schemas/plan.schema.json is made from this.
 */
const said = <T extends z.ZodType>(description: string, schema: T): T => schema.meta({ description });
const name = z.string();
const names = z.array(name);
const decimalText = z.string();

const typePattern =
  /^(text|int|bool|date|uuid|bytes|float|decimal\(([0-9]|[1-6][0-9]|7[0-6])\)|(timestamp|datetime)(\([0369]\))?)$/;

const options = {
  null: said('Texts that are NULL, as read, quoted in the export or not', z.array(z.string()).optional()),
  values: said('What each text as read stands for', z.record(z.string(), z.string()).optional()),
  values_else: said('keep: a text that is not among `values` stands for itself', z.literal('keep').optional()),
  rules: said('Applied to texts in the order written', z.array(z.enum(textRules)).optional()),
  group_separator: said('One character between digits of the whole part', z.string().optional()),
  decimal_separator: said('One character that stands for the point', z.string().optional()),
  base: said('16: hexadecimal integers', z.union([z.literal(10), z.literal(16)]).optional()),
  scale: said('The value as read times ten to this power', z.int().min(-9999).max(9999).optional()),
  true: said('Texts that are true; together with `false`', z.array(z.string()).min(1).optional()),
  false: said('Texts that are false; together with `true`', z.array(z.string()).min(1).optional()),
  format: said(
    'iso8601, epoch_s, epoch_ms, epoch_us, epoch_ns, or a pattern of %Y %m %d and so on',
    z.string().optional(),
  ),
  zone: said('The IANA zone of civil times', z.string().optional()),
  ambiguous: said('Which of two instants a repeated civil time is', z.enum(['earlier', 'later']).optional()),
  encoding: said('How bytes are written', z.enum(['hex', 'base64']).optional()),
};

export const optionNames = Object.keys(options) as readonly (keyof typeof options)[];

const columnSide = z.union([
  said("The export's column", name),
  z.strictObject({
    column: said("The export's column; the canonical name when not given", name.optional()),
    ...options,
  }),
]);

export const columnSchema = z.strictObject({
  type: said(
    'text, int, decimal(s), bool, date, timestamp(p), datetime(p), uuid, bytes or float',
    z.string().regex(typePattern),
  ),
  source: columnSide.optional(),
  target: columnSide.optional(),
  tolerance: said('A decimal text: |source - target| may be as large', decimalText.optional()),
  ...options,
});

const tableSide = z.strictObject({
  files: said(
    'A file, a folder or a glob below the side; the side itself when not given',
    z.string().min(1).optional(),
  ),
  csv: z
    .strictObject({
      delimiter: z.string().optional(),
      quote: z.string().optional(),
      escape: z.string().optional(),
      header: z.boolean().optional(),
      encoding: z.literal('utf-8').optional(),
    })
    .optional(),
});

const by = said('Canonical columns to group by', names.optional());
const checkName = { name: said('What reports call it', name) };

/** Each kind of check by the member that only it has. */
export const checkSchemas = {
  sum: z.strictObject({ ...checkName, sum: name, by, equals: decimalText }),
  sequence: z.strictObject({ ...checkName, sequence: name, by, step: z.int().optional() }),
  chain: z.strictObject({ ...checkName, chain: z.strictObject({ hash: name, previous: name, order: name }) }),
  refers: z.strictObject({ ...checkName, refers: z.strictObject({ columns: names.min(1), table: name }) }),
  unique: z.strictObject({ ...checkName, unique: names.min(1) }),
} as const;

const tableSchema = z.strictObject({
  name,
  depth: said(
    'The tree has 2^depth buckets; chosen by the number of entries when not given',
    z.int().min(0).max(24).optional(),
  ),
  source: tableSide.optional(),
  target: tableSide.optional(),
  key: said('Canonical columns; without a key rows are compared as a multiset', names.optional()),
  shard: said('A canonical column by which coverage is shown', name.optional()),
  where: said(
    'Rows for which it is not true are excluded',
    z
      .strictObject({ source: z.string().optional(), target: z.string().optional(), reason: z.string().optional() })
      .optional(),
  ),
  columns: said('The canonical columns', z.record(z.string(), columnSchema)),
  ignore: z.array(z.strictObject({ side: z.enum(['source', 'target']), column: name, reason: z.string() })).optional(),
  totals: z.array(z.strictObject({ name, sum: name, by })).optional(),
  checks: z
    .array(
      z.union([checkSchemas.sum, checkSchemas.sequence, checkSchemas.chain, checkSchemas.refers, checkSchemas.unique]),
    )
    .optional(),
});

const count = z.int().min(0);
const side = z.strictObject({ path: said('A file or a folder, relative to the plan', z.string().min(1)) });

export const planSchema = z
  .strictObject({
    tallystick: said('The version of this grammar', z.literal(1)),
    name,
    hash: said('Of keys, rows and buckets; sha256 when not given', z.enum(['sha256', 'blake3']).optional()),
    source: side,
    target: side,
    tables: z.array(tableSchema).min(1),
    gates: z
      .strictObject({
        source_only: count.optional(),
        target_only: count.optional(),
        changed: count.optional(),
        duplicates: count.optional(),
        unrepresentable: count.optional(),
        unmapped: count.optional(),
        certificates: count.optional(),
        within_tolerance: z
          .strictObject({ max_ratio: decimalText.optional(), max_sum: decimalText.optional() })
          .optional(),
        totals: z.literal('equal').optional(),
        checks: z.literal('pass').optional(),
      })
      .optional(),
    signers: z.strictObject({ preparer: z.int().min(0).max(1).optional(), approver: count.optional() }).optional(),
    assumptions: z.array(z.string()).optional(),
  })
  .meta({ title: 'Tallystick plan', description: 'What is compared, by which rules, and when it passes' });

/** A plan as written, of the right shape. Its mappings have no prototype. */
export type PlanDocument = z.output<typeof planSchema>;
export type TableDocument = PlanDocument['tables'][number];
export type ColumnDocument = TableDocument['columns'][string];
export type CheckDocument = NonNullable<TableDocument['checks']>[number];
export type ReadingOptions = Pick<ColumnDocument, keyof typeof options>;
