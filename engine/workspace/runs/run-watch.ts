import type { EngineEvent } from '../../../contract/events.ts';
import { runSteps, type Progress, type RunStep } from '../../../contract/progress.ts';
import type { FoldedBuckets } from '../../reconcile/fold/compare-table.ts';
import type { OnLane } from '../../reconcile/run/hash-pool.ts';
import { BucketCells } from './bucket-cells.ts';
import { laneText } from './lane-text.ts';
import { seldom } from '../seldom.ts';

type RunEvent = Extract<EngineEvent, { type: 'run' }>;

/** Steps of one phase go on together; when a later phase has begun, all of an earlier one are done. */
const phaseOf: Readonly<Record<RunStep, number>> = {
  open: 0,
  stage: 1,
  hash: 1,
  compare: 2,
  drill: 3,
  'cross-check': 3,
  judge: 4,
};

interface Step {
  readonly progress: Progress;
  readonly began: number;
  ended: number | null;
}

/** Gathers what a run says of itself into one event, told ten times a second at most. */
export class RunWatch {
  readonly #job: string;
  readonly #limit: number;
  readonly #steps = new Map<RunStep, Step>();
  readonly #lanes: string[];
  #whole = false;
  readonly #maps = new Map<string, BucketCells>();
  readonly #out: ReturnType<typeof seldom<null>>;
  readonly #tell: (event: RunEvent) => void;

  constructor(
    job: string,
    limits: { readonly threads: number; readonly memory: number },
    tell: (event: RunEvent) => void,
  ) {
    this.#job = job;
    this.#limit = limits.memory;
    this.#lanes = Array.from({ length: limits.threads }, () => '');
    this.#tell = tell;
    this.#out = seldom(() => tell(this.event()));
  }

  onProgress = (progress: Progress): void => {
    const step = runSteps.find((name) => name === progress.step);
    if (step === undefined) return;
    const now = performance.now();
    for (const [other, state] of this.#steps) if (phaseOf[other] < phaseOf[step]) state.ended ??= now;
    const ended = progress.total !== null && progress.done >= progress.total ? now : null;
    this.#steps.set(step, { progress, began: this.#steps.get(step)?.began ?? now, ended });
    this.#out.tell(null);
  };

  onLane: OnLane = (worker, work) => {
    this.#lanes[worker] = work === null ? '' : laneText(work);
    this.#out.tell(null);
  };

  onBuckets = (table: string, folded: FoldedBuckets): void => {
    let cells = this.#maps.get(table);
    if (cells === undefined) this.#maps.set(table, (cells = new BucketCells(folded.depth)));
    cells.add(folded);
    this.#out.tell(null);
  };

  /** The last word; a run that ended well has done all of every step. */
  close(whole: boolean): void {
    const now = performance.now();
    for (const state of this.#steps.values()) state.ended ??= now;
    this.#whole = whole;
    this.#out.stop();
    this.#tell(this.event());
  }

  event(): RunEvent {
    const begun = [...this.#steps.keys()].map((step) => phaseOf[step]);
    const furthest = this.#whole ? Infinity : Math.max(-1, ...begun);
    return {
      type: 'run',
      job: this.#job,
      steps: runSteps.map((step) => this.#step(step, phaseOf[step] < furthest)),
      lanes: this.#lanes.map((work, worker) => ({ worker, work })),
      memory: { used: process.memoryUsage.rss(), limit: this.#limit },
      map: [...this.#maps].map(([table, { cells }]) => ({ table, cells: Buffer.from(cells).toString('base64') })),
    };
  }

  /** `past`: what comes after it has begun, so all of it is done, whether or not it had the time to say so. */
  #step(step: RunStep, past: boolean): RunEvent['steps'][number] {
    const known = this.#steps.get(step);
    if (known === undefined)
      return { step, state: past ? 'done' : 'waiting', done: 0, total: null, unit: 'rows', seconds: 0 };
    const { progress, began, ended } = known;
    const { total, unit } = progress;
    const seconds = ((ended ?? performance.now()) - began) / 1000;
    const state = past || ended !== null ? 'done' : 'working';
    return { step, state, done: past ? (total ?? progress.done) : progress.done, total, unit, seconds };
  }
}
