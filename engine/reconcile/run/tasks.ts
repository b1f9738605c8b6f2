import { digestsOf, type DigestsRequest } from '../../certificates/digests.ts';
import { stateRoot, type StateRootRequest } from '../../certificates/ethereum/state-root.ts';
import { digestFile } from './digest-file.ts';
import { fetchRows, type FetchRequest } from '../drill/fetch-rows.ts';
import { foldRange } from '../fold/fold-range.ts';
import { gatherRows, type GatherRequest } from '../drill/gather-rows.ts';
import { hashPart, type PartRequest } from '../hash/hash-part.ts';
import { hashRows, type HashRequest } from '../hash/hash-rows.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { drawRows, type DrawRequest } from '../self-test/draw-rows.ts';
import { placeRows } from '../drill/place-rows.ts';
import { groupAmounts } from '../spot/group-amounts.ts';
import { groupStrata } from '../spot/group-strata.ts';
import { pickRows } from '../spot/pick-rows.ts';
import { listPart, type PartRequest as ListRequest } from '../differences/list-part.ts';
import { writeTree } from '../fold/write-tree.ts';
import { scanFile } from '../../snapshot/scan-file.ts';
import { stageRawOwn } from '../../snapshot/own/raw-stage-own.ts';
import type { CsvOptions } from '../../snapshot/csv/csv-options.ts';
import type { InputFile, ScannedFile } from '../../snapshot/files/input-file.ts';

export type OnDone = (done: number) => void;

/**
 * The work that runs in worker threads, by name. Requests and results are structured-clonable values; errors are
 * TallyErrors, which cross as data. The last argument is the thread's kernel, null where there is no WASM SIMD.
 */
export const tasks = {
  /** Digests a file, counts and judges its records. Progress in bytes. */
  scan: (request: { readonly file: InputFile; readonly csv: CsvOptions }, onDone: OnDone, kernel: Kernel | null) =>
    scanFile(request.file, request.csv, onDone, undefined, kernel),
  /** Writes the raw stage of a file that DuckDB does not read as section 3 says. Progress in rows. */
  stage: (
    request: {
      readonly file: ScannedFile;
      readonly csv: CsvOptions;
      readonly columns: readonly string[];
      readonly out: string;
    },
    onDone: OnDone,
  ) => stageRawOwn(request.file, request.csv, request.columns, request.out, onDone),
  /** The SHA-256 of a file, in hex. Progress in bytes. */
  digest: (request: { readonly path: string; readonly name?: string }, onDone: OnDone) =>
    digestFile(request.path, request.name, onDone),
  /** Digests by any algorithms of certificates. Progress in bytes. */
  digests: (request: DigestsRequest, onDone: OnDone) => digestsOf(request, onDone),
  /** The root of Ethereum's state over accounts. Progress in rows. */
  stateRoot: (request: StateRootRequest, onDone: OnDone) => stateRoot(request, onDone),
  hash: (request: HashRequest, _: OnDone, kernel: Kernel | null) => hashRows(request, kernel),
  /** Entries of a part of an export that is read without a stage, or why it must be staged. */
  part: (request: PartRequest, _: OnDone, kernel: Kernel | null) => hashPart(request, kernel),
  /** Differing rows of a range by the parts of the exports that hold them. */
  place: placeRows,
  fetch: (request: FetchRequest, _: OnDone, kernel: Kernel | null) => fetchRows(request, kernel),
  /** Drilled rows of a range, laid in the order of the listing. */
  gather: (request: GatherRequest, _: OnDone, kernel: Kernel | null) => gatherRows(request, kernel),
  fold: foldRange,
  /** A part of the listing of differences. */
  list: (request: ListRequest, _: OnDone, kernel: Kernel | null) => listPart(request, kernel),
  tree: writeTree,
  draw: (request: DrawRequest, _: OnDone, kernel: Kernel | null) => drawRows(request, kernel),
  /** Of a spot check: what a group's rows are drawn by, then the rows of a partition that may be in the sample. */
  strata: groupStrata,
  amounts: groupAmounts,
  pick: pickRows,
};
export type Tasks = typeof tasks;
