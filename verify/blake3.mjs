// BLAKE3 by its specification, for plans that say `hash: blake3`: Node and browsers do not have it.

const start = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
const wordOrder = [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8];
/** Which four words of the state are mixed with one another: the columns, then the diagonals; in hexadecimal. */
const quarters = ['048c', '159d', '26ae', '37bf', '05af', '16bc', '278d', '349e'];
const flag = { chunkStart: 1, chunkEnd: 2, parent: 4, root: 8 };
const rotateRight = (word, by) => (word >>> by) | (word << (32 - by));

/** Of the parts, one after another. */
export function blake3(...parts) {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  for (let i = 0, at = 0; i < parts.length; at += parts[i++].length) bytes.set(parts[i], at);
  const words = nodeWords(bytes, 0, flag.root);
  return Uint8Array.from({ length: 32 }, (_, i) => words[i >> 2] >>> (8 * (i % 4)));
}

/** Of a chunk of up to 1 KiB, or of a parent whose left half is the largest full tree; `first` numbers its first chunk. */
function nodeWords(bytes, first, root) {
  if (bytes.length <= 1024) return chunkWords(bytes, first, root);
  let half = 1024;
  while (2 * half < bytes.length) half *= 2;
  const left = nodeWords(bytes.subarray(0, half), first, 0);
  const right = nodeWords(bytes.subarray(half), first + half / 1024, 0);
  return compress(start, [...left, ...right], 0, 64, flag.parent | root);
}

/** The blocks of a chunk, 64 bytes each, one after the other. */
function chunkWords(chunk, number, root) {
  let state = start;
  for (let at = 0; at === 0 || at < chunk.length; at += 64) {
    const words = Array.from({ length: 16 }, (_, i) => wordAt(chunk, at + 4 * i));
    const first = at === 0 ? flag.chunkStart : 0;
    const last = at + 64 >= chunk.length ? flag.chunkEnd | root : 0;
    state = compress(state, words, number, Math.min(64, chunk.length - at), first | last);
  }
  return state;
}

/** Little-endian; behind the end there are zeros. */
function wordAt(bytes, at) {
  return [3, 2, 1, 0].reduce((word, i) => 256 * word + (bytes[at + i] ?? 0), 0);
}

/** Eight words of state mixed with sixteen words of a block, seven times over. */
function compress(state, block, counter, length, flags) {
  const v = Uint32Array.from([...state, ...start.slice(0, 4), counter, counter / 2 ** 32, length, flags]);
  let words = block;
  for (let round = 0; round < 7; round++) {
    for (const [i, word] of words.entries()) {
      const [a, b, c, d] = Array.from(quarters[i >> 1], (digit) => parseInt(digit, 16));
      v[a] += v[b] + word;
      v[d] = rotateRight(v[d] ^ v[a], i % 2 === 0 ? 16 : 8);
      v[c] += v[d];
      v[b] = rotateRight(v[b] ^ v[c], i % 2 === 0 ? 12 : 7);
    }
    words = wordOrder.map((at) => words[at]);
  }
  return v.slice(0, 8).map((word, i) => word ^ v[i + 8]);
}
