import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Arena } from '../../engine/kernel/arena.ts';
import { torn } from '../../engine/kernel/kernel.ts';
import { kernel } from './hash-batch.ts';

// Encoded as Parquet's specification says, by a writer that is nobody's but this test's.
const varint = (value: bigint): number[] =>
  value > 127n ? [Number(value & 127n) | 128, ...varint(value >> 7n)] : [Number(value)];
const zigzag = (value: bigint): number[] => varint(BigInt.asUintN(64, (value << 1n) ^ (value >> 63n)));
const wrap = (value: bigint): bigint => BigInt.asIntN(64, value);

/** DELTA_BINARY_PACKED: blocks of 128 values in four miniblocks, the last of them full, those without values left out. */
function packed(values: readonly bigint[]): number[] {
  const out = [...varint(128n), ...varint(4n), ...varint(BigInt(values.length)), ...zigzag(values[0] ?? 0n)];
  for (let from = 1; from < values.length; from += 128) {
    const deltas = values.slice(from, from + 128).map((value, i) => wrap(value - values[from + i - 1]!));
    const least = deltas.reduce((a, b) => (b < a ? b : a));
    const parts = [0, 32, 64, 96].map((at) => deltas.slice(at, at + 32).map((d) => BigInt.asUintN(64, d - least)));
    const widths = parts.map((part) => Math.max(0, ...part.map((d) => (d === 0n ? 0 : d.toString(2).length))));
    out.push(...zigzag(least), ...widths);
    parts.forEach((part, i) => {
      if (part.length === 0) return;
      let bits = 0n;
      part.forEach((d, j) => (bits |= d << BigInt(j * widths[i]!)));
      for (let byte = 0; byte < widths[i]! * 4; byte++) out.push(Number((bits >> BigInt(byte * 8)) & 255n));
    });
  }
  return out;
}
const lengths = (texts: readonly Buffer[]): number[] => packed(texts.map(({ length }) => BigInt(length)));
const apart = (texts: readonly Buffer[]): number[] => [...lengths(texts), ...Buffer.concat(texts)];
function deltaTexts(texts: readonly Buffer[]): number[] {
  const prefixes = texts.map((text, i) => {
    const before = texts[i - 1] ?? Buffer.alloc(0);
    let same = 0;
    while (same < text.length && same < before.length && text[same] === before[same]) same++;
    return same;
  });
  return [...packed(prefixes.map(BigInt)), ...apart(texts.map((text, i) => text.subarray(prefixes[i])))];
}

/** A page in kernel memory and where what is read of it goes. */
function laid(page: readonly number[], present: readonly boolean[]) {
  const arena = new Arena(kernel);
  const at = arena.alloc(page.length + 16);
  arena.bytes(at, page.length + 16).fill(0xa5);
  arena.bytes(at, page.length).set(page);
  const rows = present.length;
  const valid = arena.alloc(rows);
  arena.bytes(valid, rows).set(present.map(Number));
  return { arena, at, end: at + page.length, valid, rows, first: arena.alloc(rows * 8), second: arena.alloc(rows * 4) };
}
type Laid = ReturnType<typeof laid>;

function textsIn({ arena, rows, valid, first, second }: Laid): (Buffer | null)[] {
  const [starts, ends] = [arena.u32(first, rows), arena.u32(second, rows)];
  return Array.from({ length: rows }, (_, row) =>
    arena.bytes(valid, rows)[row] === 0 ? null : Buffer.from(arena.bytes(starts[row]!, ends[row]! - starts[row]!)),
  );
}

function readTexts(page: Laid, how: 'apart' | 'deltas'): number {
  const { arena, at, end, valid, rows, first, second } = page;
  if (how === 'apart') return kernel.deltaLengthTexts(at, end, valid, rows, first, second);
  const bytes = kernel.deltaTextBytes(at, end, valid, rows, first, 1 << 20);
  return bytes === torn ? torn : kernel.deltaTexts(at, end, valid, rows, arena.alloc(bytes + 16), first, second);
}

const rows = <T>(value: fc.Arbitrary<T>) => fc.array(fc.option(value), { maxLength: 400, size: 'max' });
const word = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.nat(5000).map((n) => `AC-${n}`),
  )
  .map((text) => Buffer.from(text));
const number = fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.bigInt({ min: -50n, max: 50n }), fc.constantFrom(-(2n ** 63n), 2n ** 63n - 1n)); // prettier-ignore

describe('A page of deltas', () => {
  it('gives back any integers of either size, whatever is NULL', () => {
    fc.assert(
      fc.property(rows(number), fc.constantFrom(4, 8), (values, size) => {
        const held = values.map((value) => value && (size === 4 ? BigInt.asIntN(32, value) : value));
        const page = laid(packed(held.filter((value) => value !== null)), held.map((value) => value !== null)); // prettier-ignore
        expect(kernel.deltaValues(page.at, page.end, page.valid, page.rows, size, page.first)).toBe(0);
        const view = page.arena.view();
        held.forEach((value, row) => {
          if (value === null) return;
          const at = page.first + row * size;
          expect(size === 4 ? BigInt(view.getInt32(at, true)) : view.getBigInt64(at, true)).toBe(value);
        });
      }),
    );
  });

  it.each([
    ['apart', apart],
    ['deltas', deltaTexts],
  ] as const)('gives back any texts, their lengths %s', (how, encode) => {
    fc.assert(
      fc.property(rows(word), (texts) => {
        const page = laid(encode(texts.filter((text) => text !== null)), texts.map((text) => text !== null)); // prettier-ignore
        expect(readTexts(page, how)).toBe(0);
        expect(textsIn(page)).toEqual(texts);
      }),
    );
  });

  it('that is damaged is refused, or gives texts that lie within what was read, and never reads on', () => {
    let refused = 0;
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 60 }),
        fc.constantFrom('apart' as const, 'deltas' as const),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        (texts, how, changes, cut) => {
          const bytes = (how === 'apart' ? apart : deltaTexts)(texts);
          for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
          const page = laid(cut ? bytes.slice(0, changes[0]![0] % bytes.length) : bytes, texts.map(() => true)); // prettier-ignore
          const last = page.arena.mark();
          if (readTexts(page, how) === torn) {
            refused++;
            return;
          }
          const [starts, ends] = [page.arena.u32(page.first, page.rows), page.arena.u32(page.second, page.rows)];
          const [from, to] = how === 'apart' ? [page.at, page.end] : [last, page.arena.mark()];
          starts.forEach((start, row) => {
            expect(start >= from && start <= ends[row]! && ends[row]! <= to).toBe(true);
          });
        },
      ),
      { numRuns: 2000 },
    );
    expect(refused).toBeGreaterThan(200);
  });

  it('of one text and many that repeat it is refused before it fills the memory', () => {
    const long = Buffer.alloc(60_000, 'x');
    const page = laid(deltaTexts(Array.from({ length: 100 }, () => long)), Array<boolean>(100).fill(true));
    expect(kernel.deltaTextBytes(page.at, page.end, page.valid, 100, page.first, 1 << 20)).toBe(torn);
    expect(kernel.deltaTextBytes(page.at, page.end, page.valid, 100, page.first, 1 << 24)).toBe(6_000_000);
  });
});

describe('Booleans in runs, and doubles in streams of bytes', () => {
  const read = (page: Laid): number => {
    const words = page.arena.alloc(16);
    page.arena.bytes(words, 9).set(Buffer.from('truefalse'));
    return kernel.booleanRuns(page.at, page.end, page.valid, page.rows, words, words + 4, page.first, page.second);
  };
  const ahead = (body: readonly number[]): number[] => [body.length & 255, body.length >> 8, 0, 0, ...body];

  it('are what they were', () => {
    fc.assert(
      fc.property(rows(fc.boolean()), (values) => {
        const body: number[] = [];
        for (const value of values) if (value !== null) body.push(2, Number(value)); // a run of one each
        const page = laid(ahead(body), values.map((value) => value !== null)); // prettier-ignore
        expect(read(page)).toBe(0);
        expect(textsIn(page).map((text) => text?.toString())).toEqual(values.map((value) => value?.toString()));
      }),
    );
    fc.assert(
      fc.property(rows(fc.double()), (values) => {
        const held = Float64Array.from(values.filter((value) => value !== null));
        const bytes = new Uint8Array(held.buffer);
        const split = Array.from(bytes, (_, i) => bytes[(i % held.length) * 8 + Math.floor(i / held.length)]!);
        const page = laid(split, values.map((value) => value !== null)); // prettier-ignore
        expect(kernel.splitValues(page.at, page.end, page.valid, page.rows, 8, page.first)).toBe(0);
        const view = page.arena.view();
        values.forEach((value, row) => {
          if (value !== null) expect(view.getFloat64(page.first + row * 8, true)).toBe(value);
        });
        expect(kernel.splitValues(page.at, page.end - 1, page.valid, page.rows, 8, page.first)).toBe(torn);
      }),
    );
  });

  it('are refused where they are cut or hold what is no boolean', () => {
    expect(read(laid([2, 0, 0, 0, 4, 1], [true, true]))).toBe(0);
    for (const bytes of [
      [2, 0, 0, 0, 4],
      [2, 0, 0, 0, 4, 2],
      [3, 0, 0, 0, 4, 1],
      [2, 0, 0, 0, 2, 1],
      [1, 0],
    ])
      expect(read(laid(bytes, [true, true]))).toBe(torn);
  });
});
