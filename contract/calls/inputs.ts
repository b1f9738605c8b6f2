import { z } from 'zod';
import { handle, side } from '../fields.ts';
import { spotName } from '../spot.ts';

export const run = z.string().regex(/^[A-Za-z0-9._-]{1,120}$/);
/** A line of differences.ndjson, from 0. */
export const line = z.string().regex(/^\d{1,15}$/);
/** Of a sign-off. */
export const number = z.string().regex(/^\d{3,9}$/);
export const name = z.string().min(1).max(1000);
/** Of a table or a column: what exports and plans call them, and that may be nothing. */
export const given = z.string().max(1000);
/** Which rows of a long list are asked for. */
export const slice = { offset: z.number().int().min(0), limit: z.number().int().min(1).max(500) };
export const signingKey = {
  key: z.union([handle, z.strictObject({ vault: z.string() })]),
  passphrase: z.string().nullable(),
};
export const provenLine = z.strictObject({ run, line, side });
/** A sample, or the sheet of it that is filled in by hand. */
export const spotFile = z.strictObject({ run, name: spotName, as: z.enum(['sample', 'sheet']) });
