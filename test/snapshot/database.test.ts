import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import fc from 'fast-check';
import { mkdirSync } from 'node:fs';
import { identifier, literal, openDatabase, type Database, type Lane } from '../../engine/snapshot/duckdb/database.ts';
import { defaultCsv } from '../../engine/snapshot/csv/csv-options.ts';
import { findFiles } from '../../engine/snapshot/files/find-files.ts';
import { stageRawWithDuckDB } from '../../engine/snapshot/duckdb/raw-stage-duckdb.ts';
import { scanFile } from '../../engine/snapshot/scan-file.ts';
import { ownFolder, rawRows } from './folder.ts';

const folder = ownFolder();
const inside = `${folder.path}/in*si[d]e?`;
let database: Database;
const run = (sql: string) => database.connection.runAndReadAll(sql).then((reader) => reader.getRows());

beforeAll(async () => {
  mkdirSync(`${inside}/temp`, { recursive: true });
  folder.put('in*si[d]e?/ok.csv', 'a,b\n1,2\n');
  folder.put('inside-not/no.csv', 'a,b\n1,2\n');
  folder.put('no.csv', 'a,b\n1,2\n');
  database = await openDatabase({ memory: 1e9, threads: 2, temp: `${inside}/temp`, allowed: [inside] });
});
afterAll(() => database.close());

describe('The locked database', () => {
  it('reads and writes where it may', async () => {
    expect(await run(`FROM read_csv(${literal(`${inside}/ok.csv`.replace(/[*?[]/g, '[$&]'))})`)).toEqual([[1n, 2n]]);
    await run(`COPY (SELECT 1) TO ${literal(`${inside}/written.csv`)}`);
  });

  it('reads and writes nowhere else', async () => {
    for (const sql of [
      `FROM read_csv(${literal(`${folder.path}/no.csv`)})`,
      `FROM read_csv(${literal(`${folder.path}/inside-not/no.csv`)})`,
      `FROM read_csv(${literal(`${inside}/../no.csv`)})`,
      `FROM read_text('/etc/hostname')`,
      `FROM glob('/etc/*')`,
      `COPY (SELECT 1) TO ${literal(`${folder.path}/written.csv`)}`,
      `ATTACH ${literal(`${folder.path}/x.db`)}`,
      `EXPORT DATABASE ${literal(`${folder.path}/dump`)}`,
      `FROM read_csv('https://localhost:1/x.csv')`,
      `INSTALL httpfs`,
      `LOAD httpfs`,
    ])
      await expect(run(sql), sql).rejects.toThrow(/Permission Error|disabled/);
  });

  it('cannot be unlocked', async () => {
    for (const sql of [
      'SET lock_configuration = false',
      'SET enable_external_access = true',
      `SET allowed_directories = ['/']`,
      'SET threads = 9',
      'RESET memory_limit',
      `SET temp_directory = '/tmp'`,
      `SET TimeZone = 'Asia/Tokyo'`,
    ])
      await expect(run(sql), sql).rejects.toThrow(/locked|Cannot/);
  });

  it('knows any name and any text by its quoted form alone', async () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).filter((made) => !made.includes('\0'));
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(text, fc.constantFrom('"; DROP TABLE x; --', "'); DROP TABLE x; --", '\\', '$1', '?')),
        async (made) => {
          const reader = await database.connection.runAndReadAll(`SELECT ${literal(made)} AS ${identifier(made)}`);
          expect([reader.columnNames(), reader.getRows()]).toEqual([[made], [[made]]]);
        },
      ),
    );
  });

  it('stages a file whose folder and name are patterns', async () => {
    const path = folder.put('in*si[d]e?/x[1]*?{a,b}.csv', 'a,b\n1,2\n');
    folder.put('in*si[d]e?/x1aa.csv', 'a,b\n3,4\n');
    const file = await scanFile((await findFiles(path, null)).files[0]!, defaultCsv);
    const out = `${inside}/out.parquet`;
    await stageRawWithDuckDB(database.connection, file, defaultCsv, file.columns, out);
    expect(rawRows(out)).toEqual([['1', '2']]);
  });

  it('answers in as many lanes as were asked for, each by the same clock and each as locked', async () => {
    const wide = await openDatabase({ memory: 1e9, threads: 2, lanes: 2, temp: `${inside}/temp`, allowed: [inside] });
    onTestFinished(() => wide.close());
    const seen = new Set<Lane>();
    let waiting: (() => void) | undefined;
    const inBoth = (): Promise<unknown> =>
      wide.inLane(async (lane) => {
        seen.add(lane);
        // Neither goes on before the other has a lane of its own.
        if (waiting === undefined) await new Promise<void>((go) => (waiting = go));
        else waiting();
        const asked = await lane.connection.runAndReadAll(
          `SELECT strftime(CAST(TIMESTAMPTZ '2026-01-31 02:10:00+02' AS TIMESTAMP), '%H:%M'), count(*)::INTEGER FROM range(1000)`,
        );
        expect(asked.getRows()).toEqual([['00:10', 1000]]);
        await expect(lane.connection.run(`SET TimeZone = 'Asia/Tokyo'`)).rejects.toThrow(/locked/);
        await expect(lane.connection.run(`FROM read_text('/etc/hostname')`)).rejects.toThrow(
          /Permission Error|disabled/,
        );
      });
    await Promise.all([inBoth(), inBoth()]);
    expect(seen.size).toBe(2);
  });

  it('stops what runs in every lane, and in no other than is meant', async () => {
    const wide = await openDatabase({ memory: 1e9, threads: 2, lanes: 2, temp: `${inside}/temp`, allowed: [inside] });
    onTestFinished(() => wide.close());
    const endless = `SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range * b.range = 7`;
    const [one, all] = [new AbortController(), new AbortController()];
    const quiet = wide.interruptOn(all.signal);
    onTestFinished(quiet);
    const own = wide.inLane(async (lane) => {
      const end = lane.interruptOn(one.signal);
      await expect(lane.connection.run(endless)).rejects.toThrow(/INTERRUPT/);
      end();
    });
    let ended = false;
    const other = wide.inLane(({ connection }) => connection.run(endless)).finally(() => (ended = true));
    one.abort();
    await own;
    expect(ended).toBe(false);
    all.abort();
    await expect(other).rejects.toThrow(/INTERRUPT/);
  });

  it('stops a query when the signal says so', async () => {
    const stop = new AbortController();
    const forget = database.interruptOn(stop.signal);
    const endless = run('SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range * b.range = 7');
    stop.abort();
    await expect(endless).rejects.toThrow(/INTERRUPT/);
    forget();
    expect(await run('SELECT 1')).toEqual([[1]]);
  });
});
