import { basename } from 'node:path';
import { sides, type Side } from '../../../contract/side.ts';
import type { JudgedSide } from '../../certificates/certify-side.ts';
import { inspectSnapshot, type Inspection } from '../../propose/inspect-snapshot.ts';
import { certify } from '../../reconcile/certify.ts';
import type { HashPool } from '../../reconcile/run/hash-pool.ts';
import { RunFolder } from '../../reconcile/run/run-folder.ts';
import { openDatabase } from '../../snapshot/duckdb/database.ts';
import type { JobContext } from '../jobs.ts';
import { viewProfile } from './profile-view.ts';
import { vouchersOf } from './vouchers.ts';
import { Reading } from './reading.ts';
import type { Session } from '../session.ts';

interface ReadSide {
  readonly inspection: Inspection;
  readonly certified: JudgedSide;
}

/** Finds, digests, counts, profiles and certifies every file of both sides, and keeps what it found. */
export async function readSnapshots(session: Session, context: JobContext): Promise<null> {
  const { workspace } = session;
  const limits = session.limits();
  const pool = session.means.startPool(limits.threads, context.signal);
  const reading = new Reading({
    source: basename(workspace.folders.source),
    target: basename(workspace.folders.target),
  });
  workspace.snapshots.reading = reading;
  try {
    const read = {
      source: await readSide(session, 'source', reading, pool, context),
      target: await readSide(session, 'target', reading, pool, context),
    };
    const [source, target] = sides.map((side) => ({
      view: viewOf(basename(workspace.folders[side]), read[side]),
      columns: read[side].inspection.tables.flatMap(({ files }) =>
        files.map(({ name, columns }): [string, string[]] => [name, [...columns]]),
      ),
    }));
    workspace.snapshots.write({
      view: { source: source!.view, target: target!.view },
      columns: { source: source!.columns, target: target!.columns },
    });
    return null;
  } finally {
    workspace.snapshots.reading = null;
    await pool.close();
  }
}

async function readSide(
  session: Session,
  side: Side,
  reading: Reading,
  pool: HashPool,
  { signal, onProgress }: JobContext,
): Promise<ReadSide> {
  const limits = session.limits();
  const { folders, vouching } = session.workspace;
  const path = folders[side];
  const { given, allowed } = vouchersOf(vouching);
  const folder = new RunFolder(limits.temp);
  try {
    const database = await openDatabase({
      memory: Math.floor(limits.memory / 2),
      threads: limits.threads,
      temp: folder.folder('duckdb'),
      allowed: [folder.path, path],
    });
    const quiet = database.interruptOn(signal);
    let bytes = 0;
    const told = (more: number, name: string) =>
      onProgress({ step: 'digest', done: (bytes += more), total: null, unit: 'bytes', detail: `${side} ${name}` });
    try {
      const inspection = await inspectSnapshot(path, {
        scan: async (file, csv) => {
          let seen = 0;
          reading.met(side, file);
          const scanned = await pool.run('scan', { file, csv }, (done) => {
            told(done - seen, file.name);
            seen = done;
          });
          told(scanned.bytes - seen, file.name);
          reading.read(side, scanned);
          return scanned;
        },
        stageOwn: (file, csv, columns, out) => pool.run('stage', { file, csv, columns, out }),
        database,
        freshPath: () => folder.file('raw'),
        onProgress: (progress) => onProgress({ ...progress, detail: `${side} ${progress.detail ?? ''}`.trim() }),
        signal,
      });
      onProgress({ step: 'certificates', done: 0, total: null, unit: 'files', detail: side });
      const certified = await certify(
        {
          path,
          given: given[side],
          tables: inspection.tables,
          trust: { allowed, at: new Date() },
          fingerprint: undefined,
        },
        { pool, database, folder, limits },
      );
      return { inspection, certified };
    } finally {
      quiet();
      database.close();
    }
  } finally {
    folder.remove();
  }
}

function viewOf(name: string, { inspection: { tables, notRead }, certified }: ReadSide) {
  return {
    name,
    tables: tables.map((table) => ({
      name: table.name,
      files: table.files.map((file) => ({
        name: file.name,
        bytes: String(file.bytes),
        sha256: file.sha256,
        rows: String(file.rows),
        certificate: { result: certified.fared(file.name), words: certified.wordsOf(file.name) },
      })),
      rows: String(table.rows),
      columns: table.columns.map(viewProfile),
    })),
    notData: [...notRead],
    certificates: [...certified.certificates],
  };
}
