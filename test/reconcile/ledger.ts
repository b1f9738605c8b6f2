import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { openPlan } from '../../cli/open-plan.ts';
import type { Side } from '../../contract/side.ts';
import type { Difference } from '../../engine/evidence/differences/difference.ts';
import type { Spot } from '../../contract/spot.ts';
import { openSpottable } from '../../engine/evidence/spot/spottable.ts';
import type { Report } from '../../engine/evidence/report/report.ts';
import { fingerprint, type SideFingerprint } from '../../engine/reconcile/fingerprint.ts';
import type { HashPool } from '../../engine/reconcile/run/hash-pool.ts';
import { defaultLimits } from '../../engine/reconcile/run/limits.ts';
import { reconcile } from '../../engine/reconcile/reconcile.ts';
import { drawSpot, type SpotWish } from '../../engine/reconcile/spot/draw-spot.ts';
import { startHashPool } from '../../workers/supervise.ts';

/** A run's package, read back. */
export interface Outcome {
  readonly report: Report;
  /** The package's folder. */
  readonly folder: string;
  readonly lines: readonly string[];
  readonly differences: readonly Difference[];
}

/** What a plan leaves to defaults here: name and paths. */
export interface SmallPlan {
  readonly tables: readonly object[];
  readonly gates?: object;
  readonly hash?: string;
}

/** Runs the engine on real files, with real worker threads, in folders that are gone when the test file ends. */
export class Ledgers {
  readonly path = mkdtempSync(join(tmpdir(), 'tallystick-runs-'));
  readonly #pools = new Map<number, HashPool>();
  #next = 0;

  constructor() {
    afterAll(async () => {
      for (const pool of this.#pools.values()) await pool.close();
      rmSync(this.path, { recursive: true });
    });
  }

  /** Writes a plan, whose sides are the folders source and target, and its files; gives the plan's path. */
  write(plan: SmallPlan, files: Readonly<Record<string, string | Uint8Array>>): string {
    const folder = this.fresh();
    for (const [name, content] of Object.entries(files)) put(join(folder, name), content);
    const whole = { tallystick: 1, name: 'test', source: { path: 'source' }, target: { path: 'target' }, ...plan };
    for (const side of ['source', 'target']) mkdirSync(join(folder, side), { recursive: true });
    return put(join(folder, 'plan.json'), JSON.stringify(whole));
  }

  fresh(): string {
    const folder = join(this.path, String(this.#next++));
    mkdirSync(folder);
    return folder;
  }

  async reconcile(planPath: string, threads = 2, memory = 2 ** 30): Promise<Outcome> {
    const out = join(this.fresh(), 'package');
    const { report } = await reconcile({
      ...openPlan(planPath),
      out,
      at: '2026-01-31T02:10:00Z',
      keepStage: false,
      ...this.#means(threads, memory),
    });
    const lines = readFileSync(join(out, 'differences.ndjson'), 'utf8').split('\n').slice(0, -1);
    return { report, folder: out, lines, differences: lines.map((line) => JSON.parse(line) as Difference) };
  }

  async fingerprint(
    planPath: string,
    side: Side,
    depth: number | null = null,
    threads = 2,
  ): Promise<SideFingerprint & { readonly leaves: readonly Buffer[] }> {
    const leaves: Buffer[] = [];
    const onLeaves = (_: number, chunks: Iterable<Uint8Array>) => void leaves.push(joinChunks(chunks));
    const made = await fingerprint({ ...openPlan(planPath), side, depth, onLeaves, ...this.#means(threads) });
    return { ...made, leaves };
  }

  /** Draws a sample of a package of ours, from the export of its plan or another. */
  spot(
    { folder }: Pick<Outcome, 'folder'>,
    {
      planPath,
      side,
      table = 'ledger',
      threads = 2,
    }: { planPath: string; side: Side; table?: string; threads?: number },
    wish: Partial<SpotWish>,
  ): Promise<Spot> {
    return drawSpot({
      spottable: openSpottable(folder, side, table),
      wish: { method: 'random', seed: 'seed', size: 10, column: null, confidence: 95, ...wish },
      path: openPlan(planPath).folders[side],
      ...this.#means(threads),
    });
  }

  /** Writes, runs and gives what came out. */
  run(plan: SmallPlan, files: Readonly<Record<string, string | Uint8Array>>, threads = 2): Promise<Outcome> {
    return this.reconcile(this.write(plan, files), threads);
  }

  #means(threads: number, memory = 2 ** 30) {
    let pool = this.#pools.get(threads);
    if (pool === undefined) this.#pools.set(threads, (pool = startHashPool(threads)));
    const temp = join(this.path, 'temp');
    return {
      pool,
      limits: defaultLimits({ threads, temp, memory }),
      onProgress: () => undefined,
      signal: undefined,
    };
  }
}

function put(path: string, content: string | Uint8Array): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

/** Rows as well-formed CSV: NULL is the unquoted empty field, every text is quoted. */
export function csv(rows: readonly (readonly (string | null)[])[]): string {
  const field = (text: string | null) => (text === null ? '' : `"${text.replaceAll('"', '""')}"`);
  return rows.map((row) => `${row.map(field).join(',')}\n`).join('');
}

/** Every file of a package but run.json, by name. */
export function filesOf(folder: string): ReadonlyMap<string, Buffer> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'run.json' && entry.name !== 'SHA256SUMS')
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(names.toSorted().map((name) => [name.slice(folder.length + 1), readFileSync(name)]));
}

/** Chunks that are void when the next is asked for, as one. */
export const joinChunks = (chunks: Iterable<Uint8Array>): Buffer =>
  Buffer.concat(Array.from(chunks, (chunk) => Uint8Array.from(chunk)));
