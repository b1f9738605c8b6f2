import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Report, ReportTable } from '../../../contract/report.ts';
import { TallyError } from '../../../contract/problem.ts';
import type { Difference } from '../../evidence/differences/difference.ts';
import { acceptedBy } from '../../evidence/exceptions/accepted-by.ts';
import { parsePlan } from '../../plan/parse-plan.ts';
import type { Limits } from '../../reconcile/run/limits.ts';
import { BucketBits } from './bucket-bits.ts';
import { holdsText, viewDifference, type DifferenceView } from './difference-view.ts';
import { intersect, linesOf, lowerBound, type Filter } from './findings-filter.ts';
import { openIndex, type FindingsIndex } from './findings-index.ts';
import { findKey } from './findings-key.ts';
import { FindingsLines } from './findings-lines.ts';
import { FindingsSearch } from './findings-search.ts';
import { Inspector } from './inspect.ts';
import { reportOf } from '../runs/report-of.ts';
import type { Workspace } from '../workspace.ts';

/** How many filters keep their lines: going back to one that was just there costs nothing. */
const keptFilters = 8;

/** One run's differences, paged from disk; whatever the filter, an offset is a jump and no walk. */
export class RunFindings {
  readonly package: string;
  readonly report: Report;
  readonly index: FindingsIndex;
  readonly lines: FindingsLines;
  readonly search: FindingsSearch;
  readonly inspector: Inspector;
  /** Ids of the exceptions that accept a difference. */
  readonly acceptedBy: (difference: Difference) => string[];
  readonly #temp: string;
  readonly #filters = new Map<string, Promise<Uint32Array>>();
  readonly #maps = new Map<string, Promise<BucketBits>>();

  private constructor(workspace: Workspace, path: string, report: Report, index: FindingsIndex, limits: Limits) {
    this.package = path;
    this.report = report;
    this.index = index;
    this.lines = new FindingsLines(join(path, 'differences.ndjson'), index);
    this.#temp = mkdtempSync(join(workspace.passing, 'search-'));
    const memory = Math.min(limits.memory / 4, 2 ** 30);
    this.search = new FindingsSearch(path, this.#temp, { memory, threads: limits.threads });
    this.acceptedBy = acceptedBy(report);
    this.inspector = new Inspector(this, workspace.folders, limits);
  }

  static async open(workspace: Workspace, run: string, limits: Limits): Promise<RunFindings> {
    const path = workspace.runs.package(run);
    const report = reportOf(path);
    const folder = join(workspace.cache, 'findings');
    mkdirSync(folder, { recursive: true });
    const plan = () => parsePlan(readFileSync(join(path, 'plan.yaml')), 'plan.yaml');
    const index = await openIndex(join(path, 'differences.ndjson'), join(folder, `${run}.index`), report, plan);
    return new RunFindings(workspace, path, report, index, limits);
  }

  table(name: string): ReportTable {
    const table = this.report.tables.find((one) => one.name === name);
    if (table === undefined) throw new TallyError('usage', 'The run has no such table', JSON.stringify(name));
    return table;
  }

  /** The lines that pass a filter, ascending. */
  filtered(filter: Filter): Promise<Uint32Array> {
    const { table, kind, column, shard, total, buckets, text } = filter;
    const key = JSON.stringify([table, kind, column, shard, total, buckets, text]);
    let lines = this.#filters.get(key);
    if (lines === undefined) {
      lines = this.#filter(filter);
      lines.catch(() => this.#filters.delete(key));
    }
    this.#filters.delete(key);
    this.#filters.set(key, lines);
    for (const old of this.#filters.keys()) if (this.#filters.size > keptFilters) this.#filters.delete(old);
    return lines;
  }

  view(line: number): DifferenceView {
    const difference = this.lines.read(line);
    const shown = viewDifference(line, difference, this.table(difference.table));
    return this.acceptedBy(difference).length > 0 ? { ...shown, accepted: true } : shown;
  }

  async page(filter: Filter, offset: number, limit: number) {
    const lines = await this.filtered(filter);
    const rows = Array.from(lines.subarray(offset, offset + limit), (line) => this.view(line));
    return { total: String(lines.length), offset, rows };
  }

  /** Where a key stands among the lines that pass a filter; null where it does not. */
  async find(filter: Filter, key: string): Promise<number | null> {
    const [lines, found] = await Promise.all([this.filtered(filter), findKey(this, this.table(filter.table), key)]);
    for (const line of found) {
      const at = lowerBound(lines, line, 0, lines.length);
      if (lines[at] === line) return at;
    }
    return null;
  }

  bits(name: string): Promise<BucketBits> {
    const table = this.table(name);
    let bits = this.#maps.get(name);
    if (bits === undefined) {
      bits = BucketBits.read(this.tableFolder(name), table.depth);
      this.#maps.set(name, bits);
      bits.catch(() => this.#maps.delete(name));
    }
    return bits;
  }

  /** Where the package keeps a table's buckets and listings. */
  tableFolder(name: string): string {
    const number = this.report.tables.indexOf(this.table(name)) + 1;
    return join(this.package, 'tables', String(number).padStart(4, '0'));
  }

  async close(): Promise<void> {
    await this.search.close();
    this.lines.close();
    rmSync(this.#temp, { recursive: true, force: true });
  }

  async #filter(filter: Filter): Promise<Uint32Array> {
    const table = this.table(filter.table);
    const lines = linesOf(this.index, filter, table.depth);
    const { text } = filter;
    if (text === '') return lines;
    const found = intersect(lines, await this.search.containing(filter.table, text));
    // What separates the cells of a record could be taken for a part of one: then the cells are asked.
    return /[",]/.test(text) ? this.#judged(found, table, text) : found;
  }

  async #judged(lines: Uint32Array, table: ReportTable, text: string): Promise<Uint32Array> {
    const kept: number[] = [];
    for (const [i, line] of lines.entries()) {
      if (holdsText(viewDifference(line, this.lines.read(line), table), text)) kept.push(line);
      if (i % 500 === 499) await new Promise((resolve) => setImmediate(resolve));
    }
    return Uint32Array.from(kept);
  }
}
