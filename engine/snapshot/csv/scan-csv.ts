import { createHash } from 'node:crypto';
import { TallyError } from '../../../contract/problem.ts';
import { Arena } from '../../kernel/arena.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { decompressedFiller, plainFiller, type ByteFiller } from '../files/byte-filler.ts';
import type { CsvDialect } from './csv-options.ts';
import { headerLimit } from './csv-scanner.ts';
import { DialectBytes } from './dialect-bytes.ts';
import { headerNames } from './header-names.ts';
import type { InputFile, RowPlace, ScannedFile } from '../files/input-file.ts';
import { KernelCsvCount } from './kernel-csv-count.ts';
import { kernelDialect } from './kernel-dialect.ts';
import { longestRecord } from './longest-record.ts';
import { isPlainCsv } from './plain-csv.ts';
import { readRaw } from '../files/read-bytes.ts';
import { TextWindow } from './text-window.ts';

/** What stays in a core's cache while it is digested, judged and counted. */
const windowBytes = 1 << 18;
const placeBytes = 1 << 23;

/** What the kernel finds in a CSV file; null where it refuses the file or does not read it: the scanner has the words. */
export async function scanCsv(
  kernel: Kernel,
  file: InputFile,
  dialect: CsvDialect,
  on: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<Omit<ScannedFile, keyof InputFile> | null> {
  const ofKernel = kernelDialect(dialect);
  if (ofKernel === null) return null;
  const digest = createHash('sha256');
  let bytes = 0;
  const take = (chunk: Uint8Array): void => {
    digest.update(chunk);
    bytes += chunk.length;
    on(bytes);
    signal?.throwIfAborted();
  };
  const arena = new Arena(kernel);
  const count = new KernelCsvCount(kernel, arena, ofKernel);
  let filler: ByteFiller | null = null;
  try {
    filler =
      file.compression === 'none'
        ? told(plainFiller(file), take)
        : decompressedFiller(file, tapped(file, take, signal));
    const passed = await pass(new TextWindow(arena, filler, windowBytes, true), count, arena, dialect);
    if (passed === null) return null;
    const columns = columnsOf(passed.header, count, dialect, file.name);
    return (
      columns && {
        bytes,
        sha256: digest.digest('hex'),
        rows: count.records - (dialect.header ? 1 : 0),
        columns,
        plain: isPlainCsv(count.form, dialect, columns),
        brokenLines: count.form.brokenLine,
        ...(file.compression === 'none' ? { places: passed.places.filter(({ byte }) => byte < bytes) } : {}),
      }
    );
  } catch (error) {
    if (error instanceof TallyError) return null;
    throw error;
  } finally {
    await filler?.close();
  }
}

interface Passed {
  /** The first bytes, up to the end of the header at least. */
  readonly header: Buffer;
  readonly places: readonly RowPlace[];
}

async function pass(
  window: TextWindow,
  count: KernelCsvCount,
  arena: Arena,
  dialect: CsvDialect,
): Promise<Passed | null> {
  const header: Buffer[] = [];
  const places: RowPlace[] = [];
  let last = 0;
  while (!window.final) {
    if ((await window.fill()) !== 'text') return null;
    const { at, length } = window;
    if (dialect.header && count.width === 0) {
      if (header.length * windowBytes > headerLimit + windowBytes) return null;
      header.push(Buffer.from(arena.bytes(at, length)));
    }
    if (!count.push(at, length)) return null;
    window.drop(length);
    const { begun } = count;
    if ((begun ?? 0) > longestRecord || count.longest > longestRecord) return null;
    if (begun === null || window.passed - begun - last < placeBytes) continue;
    last = window.passed - begun;
    places.push({ byte: last, row: count.records - (dialect.header ? 1 : 0) });
  }
  return count.end() ? { header: Buffer.concat(header), places } : null;
}

function columnsOf(
  first: Buffer,
  { width, firstLength }: KernelCsvCount,
  dialect: CsvDialect,
  name: string,
): readonly string[] | null {
  if (width === 0) return null;
  if (!dialect.header) return Array.from({ length: width }, (_, i) => `c${i + 1}`);
  if (firstLength === 0 || firstLength > headerLimit) return null;
  const names = headerNames(new DialectBytes(dialect), first.subarray(0, firstLength), name);
  return names.length === width ? names : null;
}

function told(filler: ByteFiller, take: (chunk: Uint8Array) => void): ByteFiller {
  const fill = async (into: Uint8Array): Promise<number> => {
    const got = await filler.fill(into);
    if (got > 0) take(into.subarray(0, got));
    return got;
  };
  return { ...filler, fill };
}

async function* tapped(
  file: InputFile,
  take: (chunk: Uint8Array) => void,
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  for await (const chunk of readRaw(file, signal)) {
    take(chunk);
    yield chunk;
  }
}
