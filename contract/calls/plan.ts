import { z } from 'zod';
import { handle, side } from '../fields.ts';
import { keyTestView, planSignatureView, planView, previewView } from '../plan.ts';
import { call, jobStarted, nothing } from './call.ts';
import { given, signingKey } from './inputs.ts';

export const planCalls = {
  'plan.propose': call('engine', nothing, jobStarted),
  'plan.view': call('engine', nothing, planView.nullable()),
  /** The plan's text as edited; kept as a draft even with problems, and never lost. */
  'plan.write': call('engine', z.strictObject({ text: z.string().max(4_000_000) }), planView),
  /** One option of a column, on one side or both: the text is changed in place and its comments stay. */
  'plan.edit': call(
    'engine',
    z.strictObject({
      table: given,
      column: given,
      side: side.nullable(),
      option: z.string().max(40),
      /** YAML of the value; null removes the option. */
      value: z.string().max(100_000).nullable(),
    }),
    planView,
  ),
  /** The same for an option of the table itself, such as its key. */
  'plan.editTable': call(
    'engine',
    z.strictObject({
      table: given,
      option: z.string().max(40),
      /** YAML of the value; null removes the option. */
      value: z.string().max(100_000).nullable(),
    }),
    planView,
  ),
  /** Unpairs a column: both its sides are unmapped again. */
  'plan.removeColumn': call('engine', z.strictObject({ table: given, column: given }), planView),
  'plan.ignore': call(
    'engine',
    z.strictObject({ table: given, side, column: given, reason: z.string().min(1).max(10_000) }),
    planView,
  ),
  'plan.undo': call('engine', nothing, planView),
  'plan.redo': call('engine', nothing, planView),
  'plan.use': call('engine', z.strictObject({ plan: handle }), planView),
  /** Five real rows of a column, raw and canonical on both sides. */
  'plan.preview': call('engine', z.strictObject({ table: given, column: given }), previewView),
  'plan.testKey': call('engine', z.strictObject({ table: given }), keyTestView),
  /** Whether the rules of the next run are fixed in advance, and by whom. */
  'plan.signature': call('engine', nothing, z.strictObject({ signature: planSignatureView })),
  'plan.sign': call('engine', z.strictObject(signingKey), z.strictObject({ signature: planSignatureView })),
  /** Takes a signature away, to run by rules that nobody fixed in advance. */
  'plan.unsign': call('engine', nothing, z.strictObject({ signature: planSignatureView })),
} as const;
