import { createHash } from 'node:crypto';
import type { CallOutput, Handlers, JudgedInput } from '../../../contract/calls.ts';
import { TallyError } from '../../../contract/problem.ts';
import { parseRecord } from '../../canonical/record.ts';
import { parseType } from '../../canonical/type-name.ts';
import { spotBytes } from '../../evidence/spot/spot.ts';
import { spotSheet } from '../../evidence/spot/spot-sheet.ts';
import { openSpottable } from '../../evidence/spot/spottable.ts';
import { drawSpot } from '../../reconcile/spot/draw-spot.ts';
import { ExportRows } from './export-rows.ts';
import type { JobContext } from '../jobs.ts';
import { reportOf } from '../runs/report-of.ts';
import type { Session } from '../session.ts';
import { SpotStore } from './spot-store.ts';

export type SpotCalls = 'spot.draw' | 'spot.list' | 'spot.view' | 'spot.raw' | 'spot.file' | 'spot.export';

export function spotCalls(session: Session): Handlers<SpotCalls> {
  /** By package: an export is digested once, and not for every row that is looked at. */
  const exports = new Map<string, ExportRows>();
  const rowsOf = (folder: string): ExportRows => {
    const { folders } = session.workspace;
    const known = exports.get(folder) ?? new ExportRows(folder, reportOf(folder), folders, session.limits());
    exports.set(folder, known);
    return known;
  };
  return {
    'spot.draw': (wish) => {
      const folder = session.workspace.runs.package(wish.run);
      return session.start('spot', (context) => draw(session, folder, wish, context));
    },
    'spot.list': ({ run }) => {
      const store = storeOf(session, run);
      const samples = store.names().map((name) => {
        const { side, table, draw: drawn, rows, conclusion } = store.read(name);
        const { method, seed } = drawn;
        return { name, side, table, method, seed, drawn: String(rows.length), sentence: conclusion.sentence };
      });
      return { samples };
    },
    'spot.view': ({ run, name, offset, limit }) => {
      const store = storeOf(session, run);
      return { files: store.files(name), ...pageOf(store.read(name), offset, limit) };
    },
    'spot.raw': ({ run, name, number }) => {
      const { rows, table, side } = storeOf(session, run).read(name);
      const row = rows[number - 1];
      if (row === undefined) throw new TallyError('usage', 'The sample has no such row', String(number));
      return rowsOf(session.workspace.runs.package(run)).at(table, side, row.file, Number(row.row) - 1);
    },
    'spot.file': (of) => fileOf(session, of),
    'spot.export': (of) => {
      const file = fileOf(session, of);
      session.workspace.journal.append({ event: 'export', run: of.run, as: file.name });
      return file;
    },
  };
}

function fileOf(session: Session, { run, name, as }: JudgedInput<'spot.file'>): CallOutput<'spot.file'> {
  const spot = storeOf(session, run).read(name);
  return as === 'sample'
    ? { name: `${run}-${name}.json`, text: Buffer.from(spotBytes(spot)).toString('utf8') }
    : { name: `${run}-${name}.csv`, text: spotSheet(spot).text };
}

function storeOf({ workspace }: Session, run: string): SpotStore {
  workspace.runs.package(run); // a name of ours
  return new SpotStore(workspace.folder, run);
}

function pageOf(
  { rows, ...spot }: ReturnType<SpotStore['read']>,
  offset: number,
  limit: number,
): Omit<CallOutput<'spot.view'>, 'files'> {
  const types = spot.columns.map(({ type }) => parseType(type)!);
  return {
    spot,
    total: String(rows.length),
    offset,
    rows: rows.slice(offset, offset + limit).map(({ file, row, record }, i) => ({
      number: String(offset + i + 1),
      file,
      row,
      cells: parseRecord(types, record) ?? [],
    })),
  };
}

/** Draws from the workspace's own export. The journal has its line before the sample is there. Gives the sample's name. */
async function draw(
  session: Session,
  folder: string,
  { run, side, table, ...wish }: JudgedInput<'spot.draw'>,
  { signal, onProgress }: JobContext,
): Promise<string> {
  const { workspace } = session;
  const limits = session.limits();
  const pool = session.means.startPool(limits.threads, signal);
  try {
    const spottable = openSpottable(folder, side, table);
    const spot = await drawSpot({
      ...{ spottable, wish, path: workspace.folders[side], limits, pool, onProgress, signal },
    });
    const sample = createHash('sha256').update(spotBytes(spot)).digest('hex');
    const { method, seed, size } = wish;
    workspace.journal.append({ event: 'spot', run, side, table, method, seed, size: String(size), sample });
    return storeOf(session, run).write(spot);
  } finally {
    await pool.close();
  }
}
