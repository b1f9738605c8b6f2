import { z } from 'zod';
import { handle } from '../fields.ts';
import { chosenView, folderView, hostView } from '../host.ts';
import { call, done, nothing } from './call.ts';
import { name, number, provenLine, run, spotFile } from './inputs.ts';

export const hostCalls = {
  'host.view': call('host', nothing, hostView),
  /** A dialog of the system; empty when cancelled. On the loopback the page browses instead. */
  'host.choose': call(
    'host',
    z.strictObject({
      what: z.enum([
        'export',
        'plan',
        'package',
        'proof',
        'journal',
        'key',
        'allowed_signers',
        'certificate',
        'revoked',
        'authorities',
        'timestamp',
        'workspace',
      ]),
    }),
    z.strictObject({ chosen: z.array(chosenView) }),
  ),
  /** Loopback alone: a folder below the one the server was started in. */
  'host.browse': call('host', z.strictObject({ folder: handle.nullable() }), folderView),
  'host.saveReport': call(
    'host',
    z.strictObject({ run, as: z.enum(['html', 'pdf']) }),
    z.strictObject({ saved: z.boolean() }),
  ),
  /** The proof of a difference's row, or of its absence, to where the user says. */
  'host.saveProof': call('host', provenLine, z.strictObject({ saved: z.boolean() })),
  /** A sample of a run's rows, or its sheet, to where the user says. */
  'host.saveSample': call('host', spotFile, z.strictObject({ saved: z.boolean() })),
  /** What a time-stamping authority is asked over a sign-off, to where the user says. */
  'host.saveQuery': call('host', z.strictObject({ run, number }), z.strictObject({ saved: z.boolean() })),
  'host.openExternal': call('host', z.strictObject({ url: z.url() }), done),
  /** Remembers a key in the system's store, or refuses where that would not protect it. */
  'host.rememberKey': call(
    'host',
    z.strictObject({ key: handle, passphrase: z.string(), name }),
    z.strictObject({ id: z.string() }),
  ),
  'host.forgetKey': call('host', z.strictObject({ id: z.string() }), done),
} as const;
