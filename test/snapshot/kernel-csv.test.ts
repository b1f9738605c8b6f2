import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { Arena } from '../../engine/kernel/arena.ts';
import { CsvRecord } from '../../engine/snapshot/csv/csv-record.ts';
import { CsvScanner } from '../../engine/snapshot/csv/csv-scanner.ts';
import type { CsvDialect } from '../../engine/snapshot/csv/csv-options.ts';
import { DialectBytes } from '../../engine/snapshot/csv/dialect-bytes.ts';
import { KernelCsvCount } from '../../engine/snapshot/csv/kernel-csv-count.ts';
import { KernelCsvFields } from '../../engine/snapshot/csv/kernel-csv-fields.ts';
import { kernelDialect } from '../../engine/snapshot/csv/kernel-dialect.ts';
import { isPlainCsv } from '../../engine/snapshot/csv/plain-csv.ts';
import { loadKernel } from '../../workers/load-kernel.ts';
import { readCsv } from './csv-oracle.ts';

const kernel = loadKernel()!;
const arena = new Arena(kernel);

type Cell = string | null;
const comma: CsvDialect = { delimiter: ',', quote: '"', escape: '"', header: false };

const dialects = fc
  .record({
    delimiter: fc.constantFrom(',', ';', '\t', '|', ' ', 'a'),
    quote: fc.constantFrom('"', "'", 'b'),
    escape: fc.constantFrom('"', '\\', "'", 'c'),
  })
  .map((dialect): CsvDialect => ({ ...dialect, header: false }));
const texts = fc.oneof(
  fc
    .array(
      fc.constantFrom(
        ...['a', 'b', 'c', '"', "'", ',', ';', '\t', '|', '\n', '\r\n', '\r', '\\', ' ', '\0', 'é', '€', '😀', '""'],
        ...['",', ',"', '"\n', '\n"', '\\"', '\\\\', '","', '"\r\n"', ',,', 'x'.repeat(15), 'y'.repeat(70)],
      ),
      { minLength: 1, maxLength: 60 },
    )
    .map((parts) => parts.join('')),
  fc.string({ minLength: 1, maxLength: 200, unit: 'binary' }),
);

/** Texts that mostly are tables, so that what comes late in them is met. */
const tables = fc
  .record({
    width: fc.integer({ min: 1, max: 4 }),
    end: fc.constantFrom('\n', '\r\n', '\r'),
    seed: fc.array(
      fc.constantFrom(
        '',
        'x',
        '12345',
        'y'.repeat(40),
        '"z"',
        '"a,b"',
        '"c""d"',
        '"\r\n"',
        '"e\\"f"',
        'g"h',
        '"é,"',
        "'",
      ),
      { minLength: 4, maxLength: 200 },
    ),
    spoiled: fc.option(fc.tuple(fc.nat(), fc.constantFrom('\r', '\n', '"', ',', "'", '\\', '\0', 'x')), { freq: 3 }),
  })
  .map(({ width, end, seed, spoiled }) => {
    let text = '';
    for (let at = 0; at + width <= seed.length; at += width) text += seed.slice(at, at + width).join(',') + end;
    if (spoiled === null) return text;
    const at = spoiled[0] % text.length;
    const chars = Array.from(text);
    chars.splice(at, 1, spoiled[1]);
    return chars.join('');
  });

/** The scanner's verdict on a text cut into pieces: what it counted, or null where it refuses. */
function scanned(pieces: readonly Buffer[], dialect: CsvDialect): unknown {
  const scanner = new CsvScanner('x', dialect);
  try {
    for (const piece of pieces) scanner.push(Buffer.from(piece));
    scanner.end();
  } catch {
    return null;
  }
  return [scanner.rows, scanner.columns.length, scanner.plain];
}

function counted(pieces: readonly Buffer[], dialect: CsvDialect): unknown {
  arena.reset();
  const count = new KernelCsvCount(kernel, arena, kernelDialect(dialect)!);
  for (const piece of pieces) {
    const at = arena.alloc(piece.length + 64);
    // What lies behind the bytes must mean nothing.
    arena.bytes(at, piece.length + 64).fill(dialect.quote.charCodeAt(0));
    arena.bytes(at, piece.length).set(piece);
    if (!count.push(at, piece.length)) return null;
  }
  if (!count.end()) return null;
  const columns = Array.from({ length: count.width }, (_, i) => `c${i + 1}`);
  return [count.records, count.width, isPlainCsv(count.form, dialect, columns)];
}

/** The kernel's rows of a text read piece by piece, what is left of one carried into the next; null where it refuses. */
function read(pieces: readonly Buffer[], dialect: CsvDialect, width: number, limit: number): Cell[][] | null {
  arena.reset();
  const fields = new KernelCsvFields(
    kernel,
    arena,
    kernelDialect(dialect)!,
    width,
    Array.from({ length: width }, (_, i) => i),
    limit,
  );
  const rows: Cell[][] = [];
  let rest = Buffer.alloc(0);
  for (const [i, piece] of pieces.entries()) {
    const final = i === pieces.length - 1;
    const bytes = Buffer.concat([rest, piece]);
    const start = arena.alloc(bytes.length + 64);
    arena.bytes(start, bytes.length + 64).fill(dialect.quote.charCodeAt(0));
    arena.bytes(start, bytes.length).set(bytes);
    let at = 0;
    for (;;) {
      const { state, rows: count, consumed } = fields.read(start + at, bytes.length - at, final, limit);
      if (state === 'refused') return null;
      at += consumed;
      for (let row = 0; row < count; row++)
        rows.push(
          fields.columns.map(({ starts, ends, valid }) => {
            const from = arena.u32(starts, limit)[row]!;
            const to = arena.u32(ends, limit)[row]!;
            if (arena.bytes(valid, limit)[row] === 1) return Buffer.from(arena.bytes(from, to - from)).toString();
            expect(to).toBe(from);
            return null;
          }),
        );
      if (state === 'more') break;
    }
    rest = bytes.subarray(at);
  }
  expect(rest.length).toBe(0);
  return rows;
}

/** Cut anywhere, between the bytes of a character too. */
function cutAt(text: string, cuts: readonly number[]): Buffer[] {
  const bytes = Buffer.from(text);
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  return [...places, bytes.length].map((place, i) => bytes.subarray(places[i - 1] ?? 0, place));
}

/** Of the first record as far as it can be read. */
function widthOf(text: string, dialect: CsvDialect): number {
  const record = new CsvRecord(new DialectBytes(dialect));
  try {
    record.read(Buffer.from(text), 0, true);
  } catch {
    return record.fields + 1;
  }
  return record.fields;
}

const possible = (dialect: CsvDialect) => kernelDialect(dialect) !== null;
const cuts = fc.array(fc.nat(), { maxLength: 6 });
const anyText = fc.oneof({ weight: 3, arbitrary: texts }, { weight: 2, arbitrary: tables });

describe('The kernel', () => {
  it('counts and judges any text, in any dialect, in any pieces, as the scanner does', () => {
    let taken = 0;
    fc.assert(
      fc.property(anyText, fc.oneof(dialects.filter(possible), fc.constant(comma)), cuts, (text, dialect, places) => {
        const pieces = cutAt(text, places);
        const expected = scanned(pieces, dialect);
        expect(counted(pieces, dialect)).toEqual(expected);
        if (expected !== null) taken++;
      }),
      { numRuns: 20_000 },
    );
    expect(taken).toBeGreaterThan(2000);
  });

  it('splits any text, in any dialect, in any pieces, into the fields that section 3 says, or refuses it', () => {
    let taken = 0;
    fc.assert(
      fc.property(
        anyText,
        fc.oneof(dialects.filter(possible), fc.constant(comma)),
        cuts,
        fc.integer({ min: 1, max: 5 }),
        (text, dialect, places, limit) => {
          const expected = readCsv(text.startsWith('\uFEFF') ? `\uFEFF${text}` : text, dialect);
          const width = expected?.[0]!.length ?? widthOf(text, dialect);
          expect(read(cutAt(text, places), dialect, width, limit)).toEqual(expected);
          if (expected !== null) taken++;
        },
      ),
      { numRuns: 20_000 },
    );
    expect(taken).toBeGreaterThan(2000);
  });

  it('does so wherever one text is cut', () => {
    const text = 'k,"a ""b"" c",\r\n"",x"y,"\r\n"\n1,2,3\r4,"é\\",""""\n'.repeat(3) + '7,8,9';
    const expected = readCsv(text, comma);
    const bytes = Buffer.from(text);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const pieces = [bytes.subarray(0, cut), bytes.subarray(cut)];
      expect(counted(pieces, comma)).toEqual(scanned(pieces, comma));
      expect(read(pieces, comma, 3, 4)).toEqual(expected);
    }
  });

  it('does so wherever in its blocks of bytes something lies', () => {
    const turns = [
      '\r\n',
      '\r',
      '\n\n',
      '""',
      '","',
      '"x',
      '"\r\n',
      '"\n"',
      '\n"',
      'x"',
      ',"',
      '\\"',
      '\\\\"',
      '"\0',
      '\0',
    ];
    for (const turn of turns)
      for (const escape of ['"', '\\'])
        for (const lead of ['', '"', 'a\n"'])
          for (const tail of ['y', '"\n', ',\n', '"\r\n'])
            for (let pad = 56; pad < 68; pad++) {
              const dialect = { ...comma, escape };
              const text = lead + 'x'.repeat(pad - lead.length) + turn + 'y'.repeat(70) + tail + 'z'.repeat(70);
              const pieces = [Buffer.from(text)];
              expect(counted(pieces, dialect), text).toEqual(scanned(pieces, dialect));
              const expected = readCsv(text, dialect);
              expect(read(pieces, dialect, expected?.[0]!.length ?? widthOf(text, dialect), 9), text).toEqual(expected);
            }
  });

  it('leaves to the scanner a dialect of other characters than ASCII, or of one with two meanings', () => {
    const refused = ['é', '\0', '"'].map((delimiter) => kernelDialect({ ...comma, delimiter }));
    expect([...refused, kernelDialect({ ...comma, quote: '€' })]).toEqual([null, null, null, null]);
  });

  it('gives the columns asked for, in any order, and one twice where it is asked for twice', () => {
    arena.reset();
    const fields = new KernelCsvFields(kernel, arena, kernelDialect(comma)!, 3, [2, 0, 2], 8);
    const at = arena.alloc(64 + 64);
    arena.bytes(at, 6).set(Buffer.from('a,b,c\n'));
    expect(fields.read(at, 6, true, 8)).toEqual({ state: 'more', rows: 1, consumed: 6 });
    const [third, first, again] = fields.columns.map(({ starts, ends }) => {
      const from = arena.u32(starts, 1)[0]!;
      return Buffer.from(arena.bytes(from, arena.u32(ends, 1)[0]! - from)).toString();
    });
    expect([third, first, again]).toEqual(['c', 'a', 'c']);
  });

  it('writes nothing outside the memory of its own columns, however many fields a record has', () => {
    for (const quoted of ['', '"'])
      for (const end of ['', '\n']) {
        arena.reset();
        const fields = new KernelCsvFields(kernel, arena, kernelDialect(comma)!, 2, [], 8);
        const behind = arena.alloc(4000);
        const foreign = arena.alloc(64);
        arena.u32(behind, 1000).fill(foreign); // as if they were addresses of columns
        arena.bytes(foreign, 64).fill(7);
        const bytes = Buffer.from(`a${','.repeat(100)}${quoted}b${quoted}${end}`);
        const at = arena.alloc(bytes.length + 64);
        arena.bytes(at, bytes.length).set(bytes);
        expect(fields.read(at, bytes.length, true, 8).state).toBe('refused');
        expect(arena.bytes(foreign, 64).every((byte) => byte === 7)).toBe(true);
      }
  });
});
