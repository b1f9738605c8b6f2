import { confidences, mostRows, spotSchema, spotType, type Draw, type Spot } from '../../../contract/spot.ts';
import { jcsBytes, parseJcs } from '../../canonical/jcs.ts';
import { demandFewParts } from '../checks/few-parts.ts';
import { demand, unsound } from '../checks/judge.ts';

/** What every sample has in it, and no other document. */
export const spotMark = `"type":"${spotType}"`;

export const newDraw = (given: Omit<Draw, 'type'>): Draw => ({ ...given, type: spotType });

export const spotBytes = (spot: Spot): Uint8Array => jcsBytes(spot);

/** In bytes; the most that a hostile file can make us hold. */
export const largestSpot = 1 << 28;

/** Reads a sample that must be exactly as it would be written again; else `evidence_unsound` at `where`. */
export function parseSpot(bytes: Uint8Array, where: string): Spot {
  demandFewParts(bytes, where);
  const read = spotSchema.safeParse(parseJcs(bytes, where));
  if (!read.success) {
    const [issue] = read.error.issues;
    throw unsound(`Not a sample: ${issue!.path.join('.')} ${issue!.message}`, where);
  }
  const { size, conclusion, draw, rows } = read.data;
  // Numbers are computed with, and a sieve draws hardly more than it was asked for.
  demand(!/[0-9]{100000}/.test(Buffer.from(bytes).toString('latin1')), 'A number has too many digits', where);
  demand(rows.length <= 2 * mostRows, 'No sample has so many rows', where);
  const isWithin = (text: string, least: number, most: number) => Number(text) >= least && Number(text) <= most;
  demand(isWithin(size, 1, mostRows), 'No sample is asked for with so many rows', where);
  demand(isWithin(conclusion.confidence, confidences.least, confidences.most), 'No sample has this confidence', where);
  demand((draw.method === 'random') === (draw.column === null), 'The draw and its column do not fit', where);
  return read.data;
}
