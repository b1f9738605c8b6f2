#!/usr/bin/env node
// Judges a Tallystick package or proof with nothing but this file: plain JavaScript, no dependency, Node 20 or newer.
// Exit status: 0 sound, 1 sound but not what is required, 2 wrong command line, 3 nothing to read, 4 not sound.
// Written from docs/formats.md, sharing no line with the program that made the package; section numbers are that page's.
// All above "The command line" runs in a browser as well: index.html holds the same text.

const sides = ['source', 'target'], bySide = (of) => Object.fromEntries(sides.map((side) => [side, of(side)]));
class NotDone extends Error {}
const notDone = (why) => { throw new NotDone(why); };
const demand = (holds, what) => { if (!holds) throw new Error(what); return true; };
export const printable = (text) => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${c.codePointAt(0).toString(16)}}`);
const some = (names) => names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${names.length - 5} more` : '');
// ---- Bytes, numbers, canonical JSON
const bytesOf = (text) => new TextEncoder().encode(text), utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const orSay = (work, what) => { try { return work(); } catch { throw new Error(what); } };
const textOf = (bytes, where) => orSay(() => utf8.decode(bytes), `${where} is not UTF-8`);
const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const hex = (bytes) => bytes.reduce((text, byte) => text + hexPairs[byte], '');
const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16)), isDigest = (text) => /^[0-9a-f]{64}$/.test(text);
const toBase64 = (bytes) => btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ''));
const decoded = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
const fromBase64 = (text) => demand(toBase64(decoded(text)) === text, 'Base64 is not in its one form') && decoded(text);
const concat = (...parts) => {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  return all;
};
const uint32 = (bytes, at = 0) => new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(at);
const compare = (a, b) => { for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i] - b[i]; return a.length - b.length; };
const same = (a, b) => compare(a, b) === 0, byBytes = (a, b) => compare(bytesOf(a), bytesOf(b));
const ascends = (names) => names.every((name, i) => i === 0 || byBytes(names[i - 1], name) < 0);
function jcs(value) { // RFC 8785
  demand(typeof value !== 'string' || value.isWellFormed(), 'A text is not Unicode');
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(jcs).join()}]`;
  return `{${Object.keys(value).sort().map((name) => `${jcs(name)}:${jcs(value[name])}`).join()}}`;
}
const equal = (a, b) => jcs(a) === jcs(b);
/** JSON that must be its own canonical form, so that nothing can hide in it: no member twice, no other spelling. */
function parseJcs(bytes, where) {
  const text = textOf(bytes, where), value = orSay(() => JSON.parse(text), `${where} is not JSON`);
  return demand(jcs(value) === text, `${where} is not in canonical form (RFC 8785)`) && value;
}
const n = (text) => demand(typeof text === 'string' && /^(0|[1-9]\d{0,999})$/.test(text), `"${text}" is no count`) && BigInt(text);
const sum = (list, of) => list.reduce((total, item) => total + of(item), 0n), scaleOf = (amount) => amount.split('.')[1]?.length ?? 0;
const isAmount = (text) => demand(/^-?(0|[1-9]\d*)(\.\d+)?$/.test(text), `"${text}" is no amount`);
const units = (amount, scale) => isAmount(amount) && BigInt(amount.replace('.', '')) * 10n ** BigInt(scale - scaleOf(amount)); // of 10^-scale
function decimal(value, scale) {
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0'), point = digits.length - scale;
  return (value < 0n ? '-' : '') + digits.slice(0, point) + (scale === 0 ? '' : `.${digits.slice(point)}`);
}
// ---- H: SHA-256 is the platform's, BLAKE3 is here
const IV = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
const wordOrder = [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8];
const quarters = '048c 159d 26ae 37bf 05af 16bc 278d 349e'.split(' ').map((four) => [...four].map((at) => parseInt(at, 16)));
const [chunkStart, chunkEnd, parent, root] = [1, 2, 4, 8], turn = (word, by) => (word >>> by) | (word << (32 - by));
/** The chaining value of a node: eight words. */
function chained({ value, words, counter, length, flags }) {
  const v = Uint32Array.from([...value, ...IV.slice(0, 4), counter, counter / 2 ** 32, length, flags]);
  for (let round = 0; round < 7; round++, words = wordOrder.map((at) => words[at]))
    for (const [i, [a, b, c, d]] of quarters.entries())
      for (const [word, first, second] of [[words[2 * i], 16, 12], [words[2 * i + 1], 8, 7]]) {
        [v[a], v[d]] = [(v[a] += v[b] + word), turn(v[d] ^ v[a], first)];
        [v[c], v[b]] = [(v[c] += v[d]), turn(v[b] ^ v[c], second)];
      }
  return Array.from({ length: 8 }, (_, i) => (v[i] ^ v[i + 8]) >>> 0);
}
const joined = (left, right) => ({ value: IV, words: [...left, ...right], counter: 0, length: 64, flags: parent });
/** One chunk of up to 1 KiB; its last block stays open, for it may be the root. */
function chunkNode(chunk, counter) {
  const padded = new DataView(concat(chunk, new Uint8Array(64)).buffer);
  for (let value = IV, at = 0; ; at += 64) {
    const words = Array.from({ length: 16 }, (_, i) => padded.getUint32(at + 4 * i, true)), flags = at === 0 ? chunkStart : 0;
    if (at + 64 >= chunk.length) return { value, words, counter, length: chunk.length - at, flags: flags | chunkEnd };
    value = chained({ value, words, counter, length: 64, flags });
  }
}
export function blake3(bytes) {
  const [stack, last] = [[], Math.max(0, Math.ceil(bytes.length / 1024) - 1)], chunk = (i) => chunkNode(bytes.subarray(1024 * i, 1024 * i + 1024), i);
  for (let i = 0; i < last; i++) {
    let value = chained(chunk(i));
    for (let all = i + 1; all % 2 === 0; all /= 2) value = chained(joined(stack.pop(), value));
    stack.push(value);
  }
  const node = stack.reduceRight((right, left) => joined(left, chained(right)), chunk(last)), words = chained({ ...node, flags: node.flags | root });
  return Uint8Array.from({ length: 32 }, (_, i) => words[i >> 2] >>> (8 * (i % 4)));
}
export const hashes = { blake3, sha256: null }; // put there by the command line, or the page
const sha256 = (bytes) => hex(hashes.sha256(bytes));
// ---- Records (1): only text is quoted, so a record falls apart in one way
const inFull = /^(text|int|bool|date|uuid|bytes|float|decimal\((\d|[1-6]\d|7[0-6])\)|(timestamp|datetime)\([0369]\))$/;
const areColumns = (columns, key, names = columns.map(({ name }) => name)) =>
  new Set(key).size === key.length && key.every((part) => names.includes(part)) && ascends(names) && columns.every(({ type }) => inFull.test(type));
function cellsOf(types, record, where) { // as they stand in a record of these types, quotes and all; NULL is nothing
  const cell = new RegExp(types.map((type) => (type === 'text' ? '("(?:[^"]|"")*"|)' : '([^",]*)')).join(), 'y'), [whole, ...cells] = cell.exec(record) ?? [];
  return demand(whole === record, `No record of the table (${where})`) && cells;
}
const isUtc = (text) => /^\d{4}(-\d\d){2}T\d\d(:\d\d){2}Z$/.test(text) && new Date(text).toISOString() === text.replace('Z', '.000Z');
// ---- Trees (4), and what a run says of every row (7)
const bucketOf = (keyDigest, depth) => (depth === 0 ? 0 : uint32(keyDigest) >>> (32 - depth));
const leafOf = (H, listing) => H(concat([0], listing)), nodeOf = (H, left, right) => H(concat([1], left, right));
function rootOf(H, leaves) {
  if (leaves.length === 32) return leaves;
  const above = new Uint8Array(leaves.length / 2);
  for (let at = 0; at < above.length; at += 32) above.set(H(concat([1], leaves.subarray(2 * at, 2 * at + 64))), at);
  return rootOf(H, above);
}
const [keyOf, rowOf] = [(entry) => entry.subarray(0, 32), (entry) => entry.subarray(32)];
/** The entries of a listing, which must be in order, of this bucket, and of a table without a key of one digest each. */
function entriesOf(listing, bucket, depth, keyed, where) {
  const entries = Array.from({ length: listing.length / 64 }, (_, i) => listing.subarray(64 * i, 64 * i + 64));
  demand(listing.length % 64 === 0, `The listing is cut off (${where})`);
  entries.forEach((entry, i) => {
    demand(bucketOf(entry, depth) === bucket, `An entry of the listing lies in another bucket (${where})`);
    demand(i === 0 || compare(entries[i - 1], entry) <= 0, `The entries of the listing are not in order (${where})`);
    demand(keyed || same(keyOf(entry), rowOf(entry)), `A row without a key has a key digest of its own (${where})`);
  });
  return entries;
}
/** What the rows of a differing bucket are, in the order of the differences. Without a key, rows are matched or only. */
function* findings(listed, keyed) {
  const at = bySide(() => 0), head = (side) => listed[side][at[side]];
  while (head('source') || head('target')) {
    const key = keyOf(sides.flatMap((side) => head(side) ?? []).sort(compare)[0]);
    const rows = bySide((side) => {
      const from = at[side];
      while (head(side) && same(keyOf(head(side)), key)) at[side]++;
      return listed[side].slice(from, at[side]);
    });
    const [[source], [target], most] = [rows.source, rows.target, Math.max(rows.source.length, rows.target.length)];
    if (keyed && most === 1 && source && target && !same(source, target)) yield { kind: 'pair', key, source, target };
    else for (const [mine, other] of [sides, sides.toReversed()]) {
      let o = 0;
      for (const entry of rows[mine]) {
        while (o < rows[other].length && compare(rows[other][o], entry) < 0) o++;
        const matched = o < rows[other].length && same(rows[other][o], entry) && ++o, kind = keyed && most > 1 ? ['left', 'duplicatesMatched'] : ['only', 'matched'];
        if (!matched) yield { kind: kind[0], side: mine, key, source: null, target: null, [mine]: entry };
        else if (mine === 'source') yield { kind: kind[1] };
      }
    }
  }
}
// ---- The package: what lies in it, and what binds it (8)
const unbound = ['report.html', 'report.json', 'run.json'];
const always = ['differences.csv', 'differences.ndjson', 'differences.parquet', 'exceptions.jsonl', 'plan.yaml', ...unbound];
const runFile = /^((source|target)\.fingerprint\.json|tables\/(\d{4}|[1-9]\d{4,})\/(source|target)\.(buckets|listings))$/;
const isRunFile = (name) => always.includes(name) || runFile.test(name);
const signatureFile = /^(report\.dsse\.json|report\.json\.sig|signoffs\/(\d{3}|[1-9]\d{3,})\.(json|dsse\.json|json\.sig|json\.tsr))$/;
const tableFolder = (index) => `tables/${String(index + 1).padStart(4, '0')}`;
const hasFingerprint = ({ tables }, side) => tables.every((table) => table[side].unrepresentable === '0');
const entriesIn = ({ rows, excluded, unrepresentable }) => n(rows) - n(excluded) - n(unrepresentable);
function checkSums(bytes, digests) {
  const lines = textOf(bytes, 'SHA256SUMS').split('\n');
  demand(lines.pop() === '', 'The last line of SHA256SUMS has no end');
  const sums = lines.map((line) => /^([0-9a-f]{64}) {2}(.+)$/.exec(line)?.slice(1) ?? ['', line]);
  const strange = sums.find(([digest, name], i) => digest === '' || !isRunFile(name) || (i > 0 && byBytes(sums[i - 1][1], name) >= 0));
  demand(!strange, `SHA256SUMS has a line that is no digest and file of a run, each once and in order: ${strange?.[1]}`);
  const missing = [...always, ...sums.map(([, name]) => name)].filter((name) => !digests.has(name));
  demand(missing.length === 0, `Missing from the package: ${some(missing)}`);
  const listed = new Map(sums.map(([digest, name]) => [name, digest]));
  const changed = [...digests].filter(([name, digest]) => listed.get(name) !== digest).map(([name]) => name);
  demand(changed.length === 0, `Changed since SHA256SUMS was written, or not listed there: ${some(changed)}`);
  return `All ${sums.length} files have the digests that SHA256SUMS lists`;
}
const inToto = 'https://in-toto.io/Statement/v1';
/** report.json, at one with itself as far as names, order and sums go. */
function readReport(bytes) {
  const statement = parseJcs(bytes, 'report.json'), { _type, predicateType, predicate } = statement;
  const { tables, disagreements, at, sides: exports } = predicate, hold = (holds, what) => demand(holds, `report.json: ${what}`);
  hold(_type === inToto && predicateType === 'urn:tallystick:reconciliation:v1' && isUtc(at), 'not a reconciliation report with its time');
  hold(tables.length > 0 && ascends(tables.map(({ name }) => name)), 'tables are not in the order of their names');
  const unproven = tables.filter(({ proven }) => proven !== true).map(({ name }) => name);
  const disputed = [...new Set(disagreements?.map(({ table }) => table))].sort(byBytes);
  hold(disagreements?.length !== 0 && equal(disputed, unproven), 'the disagreements and the unproven tables are not the same');
  for (const { name, key, columns, checks, ...table } of tables) {
    hold(areColumns(columns, key) && columns.length > 0, `columns or key of table ${name} are not in order, each once, with a type in full`);
    hold(checks.every(({ pass, failing }) => pass === (n(failing) === 0n)), `a check of table ${name} contradicts itself`);
    const rowsOf = (side) => sum(exports[side].files.filter((file) => file.table === name), ({ rows }) => n(rows));
    hold(sides.every((side) => rowsOf(side) === n(table[side].rows)), `the files of table ${name} do not hold its rows`);
  }
  const places = (side) => exports[side].files.map(({ name, table }) => [name, tables.findIndex((each) => each.name === table)]);
  const inOrder = ([name, at], i, all) => at >= 0 && (i === 0 || (byBytes(all[i - 1][0], name) || all[i - 1][1] - at) < 0);
  hold(sides.every((side) => places(side).every(inOrder)), 'files do not stand by name and table, each once');
  return statement;
}
function checkSubjects({ subject, predicate }, digests) {
  const ofTable = (_, i) => sides.flatMap((side) => ['buckets', 'listings'].map((what) => `${tableFolder(i)}/${side}.${what}`));
  const fingerprints = sides.filter((side) => hasFingerprint(predicate, side)).map((side) => `${side}.fingerprint.json`);
  const wanted = [...always.slice(0, 5), ...fingerprints, ...predicate.tables.flatMap(ofTable)].sort(byBytes);
  demand(equal(subject.map(({ name }) => name), wanted), 'The subjects of report.json are not its result files in byte order');
  const changed = subject.filter(({ name, digest }) => digests.get(name) !== digest.sha256).map(({ name }) => name);
  demand(changed.length === 0, `Missing, or not what report.json binds: ${some(changed)}`);
  const others = [...digests.keys()].filter((name) => !unbound.includes(name) && !wanted.includes(name));
  demand(others.length === 0, `The report has no such results: ${some(others)}`);
  return `report.json binds all ${wanted.length} result files`;
}
// ---- Fingerprints (5)
function readFingerprint(value) {
  const isTree = ({ depth, root: top, rows }) => Number.isInteger(depth) && depth >= 0 && depth <= 24 && isDigest(top) && n(rows) >= 0n;
  demand(value.type === 'tallystick/fingerprint/v1' && /^(sha256|blake3)$/.test(value.hash), 'Not a fingerprint of version 1');
  demand(ascends(value.tables.map(({ name }) => name)), 'The fingerprint has its tables out of order');
  demand(value.tables.every((table) => areColumns(table.columns, table.key) && isTree(table)), 'The fingerprint has a table that is none');
  return value;
}
function checkFingerprint(report, side, bytes) {
  const where = `${side}.fingerprint.json`, { identity } = report.sides[side], may = hasFingerprint(report, side);
  demand(may === (bytes !== null) && (may || identity === null), `The file is missing, or of a side with an unrepresentable row: ${where}`);
  if (!may) return `The ${side} has an unrepresentable row, so it has no fingerprint and nothing is proved of it`;
  const { hash, tables } = readFingerprint(parseJcs(bytes, where));
  demand(sha256(bytes) === identity, `Its SHA-256 is not the ${side}'s identity in report.json (${where})`);
  const form = ({ name, key, depth, columns }, top, rows) => [name, key, depth, columns.map((column) => [column.name, column.type]), top, rows];
  const own = tables.map((table, i) => form(table, table.root, report.tables[i]?.proven && table.rows));
  const said = report.tables.map((table) => form(table, table.roots[side], table.proven && String(entriesIn(table[side]))));
  demand(equal([hash, own], [report.hash, said]), `report.json does not agree on hash, tables, keys, depths, columns, roots or entries (${where})`);
  return `The ${side}'s fingerprint says what report.json says`;
}
// ---- Rebuilding: buckets, listings and differences in one walk (7, 8)
function* linesOf(bytes, name) {
  for (let from = 0, line = 1, end; from < bytes.length; from = end + 1, line++) {
    end = bytes.indexOf(0x0a, from);
    const where = `${name}, line ${line}`;
    yield demand(end >= 0, `The line has no end (${where})`) && { where, value: parseJcs(bytes.subarray(from, end), where) };
  }
}
/** Judges all tables; `bytes` gives a file by name. */
async function rebuild(bytes, report) {
  const lines = linesOf(await bytes('differences.ndjson'), 'differences.ndjson'), none = { where: 'differences.ndjson', value: null };
  let next = lines.next().value, count = 0n;
  const take = () => { const line = next ?? none; [next, count] = [lines.next().value, count + (next ? 1n : 0n)]; return line; };
  for (const [i, table] of report.tables.entries()) {
    const read = (what) => Promise.all(sides.map((side) => bytes(`${tableFolder(i)}/${side}.${what}`)));
    const walking = walk(table, hashes[report.hash], await read('buckets'), await read('listings'), tableFolder(i));
    const isOwn = (kind) => next?.value.table === table.name && (!kind || next.value.kind === kind);
    if (table.proven) judgeLines(table, report, walking, take, () => isOwn('unrepresentable'));
    else for (let step = walking.next(); !step.done; step = walking.next()); // the trees hold; what a run could not prove, it does not claim
    while (!table.proven && isOwn()) take();
  }
  demand(!next, `The line is no difference that the listings hold (${next?.where})`);
  demand(count === n(report.differences.lines), `differences.ndjson has ${count} lines, and report.json says ${report.differences.lines}`);
  const unproven = report.tables.filter(({ proven }) => !proven).map(({ name }) => name);
  if (unproven.length > 0) notDone(`Not judged where the run itself proved nothing: table ${some(unproven)}`);
  return 'Leaf hashes make the roots, listings the leaves; kinds follow from listings, differences from records that have their digests';
}
/** What the listings hold that differs, once leaf hashes make the roots, and listings the leaves of just the differing buckets. */
function* walk({ name, depth, key, roots, bucketsDiffering, proven, ...table }, H, leaves, listings, folder) {
  const [empty, at, listed, counts] = [leafOf(H, []), [0, 0], [0n, 0n], {}];
  let [differing, equalBuckets] = [0n, 0n];
  sides.forEach((side, s) => {
    demand(leaves[s].length === 32 * 2 ** depth, `The file does not hold ${2 ** depth} leaf hashes (${folder}/${side}.buckets)`);
    demand(hex(rootOf(H, leaves[s])) === roots[side], `The leaf hashes do not make the ${side}'s root of table ${name} (${folder}/${side}.buckets)`);
  });
  for (let bucket = 0; bucket < 2 ** depth; bucket++) {
    const leaf = leaves.map((all) => all.subarray(32 * bucket, 32 * bucket + 32)), isSame = same(leaf[0], leaf[1]);
    if (isSame && !same(leaf[0], empty)) equalBuckets++;
    if (isSame) continue;
    differing++;
    const [source, target] = sides.map((side, s) => {
      const [where, rest] = [`${folder}/${side}.listings`, listings[s].subarray(at[s])];
      demand(rest.length >= 8 && uint32(rest) === bucket, `Bucket ${bucket} differs and is not listed in its place (${where})`);
      const listing = rest.subarray(8, 8 + 64 * uint32(rest, 4));
      demand(listing.length === 64 * uint32(rest, 4), `The listings are cut off (${where})`);
      demand(same(leafOf(H, listing), leaf[s]), `The listing of bucket ${bucket} does not hash to its leaf (${where})`);
      [at[s], listed[s]] = [at[s] + 8 + listing.length, listed[s] + BigInt(listing.length / 64)];
      return entriesOf(listing, bucket, depth, key.length > 0, where);
    });
    for (const finding of findings({ source, target }, key.length > 0)) {
      const kind = finding.kind + (finding.side ?? '');
      counts[kind] = (counts[kind] ?? 0n) + 1n;
      if (finding.key) yield finding;
    }
  }
  demand(differing === n(bucketsDiffering), `${differing} buckets of table ${name} differ, and report.json says ${bucketsDiffering}`);
  sides.forEach((side, s) => {
    demand(at[s] === listings[s].length, `A bucket that does not differ is listed (${folder}/${side}.listings)`);
    if (!proven) return;
    const own = table[side], [matched, duplicates] = ['matched', 'duplicatesMatched'].map((term) => n(own[term]) - (counts[term] ?? 0n));
    const outside = entriesIn(own) - listed[s];
    const found = { 'changed or tolerated': counts.pair, alone: counts[`only${side}`], 'left over': counts[`left${side}`], 'in equal buckets': outside };
    const said = [n(own.changed) + n(own.withinTolerance), n(own.only), n(own.duplicatesLeft), matched + duplicates];
    for (const [i, [what, rows = 0n]] of Object.entries(found).entries())
      demand(rows === said[i], `The listings of the ${side} of table ${name} hold ${rows} rows ${what}, and report.json says ${said[i]}`);
    const fits = matched >= 0n && duplicates >= 0n && outside >= equalBuckets && (outside === 0n) === (equalBuckets === 0n);
    demand(fits, `Table ${name} has ${equalBuckets} equal buckets with rows, and report.json leaves ${outside} rows of the ${side} for them`);
  });
}
/** Holds each line of one table to what the listings say, and its records to their digests. */
function judgeLines({ name, key, columns, ...table }, report, walking, take, isFormless) {
  const [types, names, H] = [columns.map(({ type }) => type), columns.map((column) => column.name), hashes[report.hash]];
  const keys = (key.length > 0 ? key : names).map((part) => names.indexOf(part));
  const [formless, kinds] = [bySide(() => new Set()), { changed: 0n, within_tolerance: 0n }];
  while (isFormless()) {
    const { value: { source, target, key }, where } = take(), there = source ?? target;
    demand(key === null && there.record === null, `A row without a form has no record and key (${where})`);
    formless[source === null ? 'target' : 'source'].add(jcs([there.file, there.row]));
  }
  for (const finding of walking) {
    const [{ value: line, where }, keyDigest] = [take(), hex(finding.key)];
    demand(line?.table === name && line.keyDigest === keyDigest, `The listings have a difference of table ${name} with the key digest ${keyDigest} here (${where})`);
    const pair = Object.hasOwn(kinds, line.kind) ? line.kind : 'changed', kind = { pair, left: 'duplicate', only: `${finding.side}_only` }[finding.kind];
    demand(line.kind === kind, `The kind is not ${kind}, which the listings make it (${where})`);
    if (finding.kind === 'pair') kinds[kind]++;
    for (const side of sides) {
      demand((line[side] === null) === (finding[side] === null), `The ${side} is not what the listings say (${where})`);
      if (line[side] === null) continue;
      const { record, digest } = line[side], [cells, row] = [cellsOf(types, record, where), H(bytesOf(record))];
      demand(same(row, rowOf(finding[side])) && hex(row) === digest, `The ${side}'s record does not have its digest (${where})`);
      demand(same(H(bytesOf(keys.map((c) => cells[c]).join())), finding.key), `The ${side}'s key record does not have the key digest (${where})`);
      const texts = keys.map((c) => (cells[c] === '' ? null : types[c] === 'text' ? cells[c].slice(1, -1).replaceAll('""', '"') : cells[c]));
      demand(equal(line.key, texts), `The key is not the ${side}'s (${where})`);
    }
  }
  const said = [table.source.changed, table.source.withinTolerance, table.source.unrepresentable, table.target.unrepresentable].map(n);
  const found = [kinds.changed, kinds.within_tolerance, BigInt(formless.source.size), BigInt(formless.target.size)];
  demand(said.every((rows, i) => rows === found[i]), `differences.ndjson lists ${found.join(', ')} changed, tolerated and unrepresentable rows of table ${name}, and report.json says ${said.join(', ')}`);
}
// ---- Equation and gates (7, 6)
const keyTerms = ['changed', 'withinTolerance', 'duplicatesMatched', 'duplicatesLeft'];
function checkEquation({ tables }) {
  for (const { name, key, columns, totals, ...table } of tables.filter(({ proven }) => proven)) {
    for (const side of sides) {
      const [own, all] = [table[side], entriesIn(table[side])], total = sum(['matched', 'only', ...keyTerms], (part) => n(own[part]));
      demand(total === all, `The equation does not close: the ${side} of table ${name} has ${all} entries, and its terms make ${total}`);
      demand(key.length > 0 || sum(keyTerms, (part) => n(own[part])) === 0n, `Table ${name} has no key, and rows that only a key could tell`);
    }
    for (const term of ['matched', 'matchedUnderRule', ...keyTerms.slice(0, 3)])
      demand(table.source[term] === table.target[term], `Table ${name} has another number of ${term} on each side`);
    const altered = sum(columns.flatMap((column) => sides.flatMap((side) => Object.values(column.altered[side]))), n), underRule = n(table.source.matchedUnderRule);
    demand(underRule <= n(table.source.matched) && underRule <= altered, `More rows of table ${name} match under a rule than match, or than rules altered`);
    for (const { name: total, source, target, difference } of totals)
      demand(units(target, 99) - units(source, 99) === units(difference, 99), `Total ${total} of table ${name} has a difference that is not target less source`);
  }
  return 'The equation closes on both sides of every table';
}
function checkGates({ gates, tables, coverage, verdict, disagreements, exceptions, sides: both }) {
  const own = new Map(gates.map((each) => [each.name, each])), limitOf = (name) => own.get(name)?.limit, of = (side, term) => sum(tables, (table) => n(table[side][term]));
  const most = (kind) => (kind === undefined ? 0n : sum(exceptions.filter((each) => kind === null || each.kind === kind), ({ rows }) => n(rows.count)));
  const judged = [], bare = [], certificates = sides.flatMap((side) => both[side].certificates ?? []);
  const gate = (name, value, fits, kind) => {
    const excepted = n(own.get(name)?.excepted ?? '0');
    demand(excepted <= most(kind), `The gate ${name} excepts more than the exceptions of the package cover`);
    judged.push({ name, limit: limitOf(name) ?? '', value: String(value), excepted: String(excepted), pass: fits(excepted) });
    bare.push(fits(0n));
  };
  const atMost = (name, value, kind) => gate(name, value, (excepted) => value - excepted <= n(limitOf(name)), kind);
  for (const side of sides) atMost(`${side}_only`, of(side, 'only'), `${side}_only`);
  atMost('changed', of('source', 'changed'), 'changed');
  atMost('duplicates', of('source', 'duplicatesLeft') + of('target', 'duplicatesLeft'), 'duplicate');
  atMost('unrepresentable', of('source', 'unrepresentable') + of('target', 'unrepresentable'));
  atMost('unmapped', BigInt(coverage.unmapped.length));
  if (certificates.length > 0) atMost('certificates', BigInt(certificates.filter(({ result }) => result === 'fails').length));
  const tolerance = 'within_tolerance', [ratio, largest] = ['max_ratio', 'max_sum'].map((part) => limitOf(`${tolerance}.${part}`)), tolerated = of('source', 'withinTolerance');
  // What an exception takes out of a share or a sum needs every column: there the report's word stands.
  const share = (part, value, holds) => gate(`${tolerance}.${part}`, value, (excepted) => (excepted > 0n ? own.get(`${tolerance}.${part}`).pass : holds), tolerance);
  const shares = tables.map(({ source }) => [n(source.withinTolerance), entriesIn(source)]), shown = shares.filter(([rows]) => rows > 0n).map((each) => each.join(' of '));
  const sums = tables.flatMap(({ columns }) => columns.flatMap(({ toleranceSum }) => toleranceSum ?? [])), scale = Math.max(...[largest ?? '0', ...sums].map(scaleOf));
  const total = sum(sums, (each) => units(each, scale));
  if (!ratio && !largest) gate(tolerance, tolerated, (excepted) => limitOf(tolerance) === '0' && tolerated === excepted, tolerance);
  if (ratio) share('max_ratio', shown.join(', ') || '0', shares.every(([rows, all]) => rows * 10n ** 99n <= units(ratio, 99) * all));
  if (largest) share('max_sum', decimal(total, scale), total <= units(largest, scale));
  const none = (name, limit, { length }, kind) => gate(name, length, (excepted) => limitOf(name) === limit && BigInt(length) === excepted, kind);
  none('totals', 'equal', tables.flatMap(({ totals }) => totals.filter(({ source, target }) => source !== target)), null);
  none('checks', 'pass', tables.flatMap(({ checks }) => checks.filter(({ pass }) => !pass)));
  const wrong = judged.find((each, i) => !equal(each, gates[i] ?? null)) ?? gates[judged.length];
  demand(!wrong, `Judged again from the counts, the gate ${wrong?.name} is not what report.json says`);
  const failed = judged.filter(({ pass }) => !pass).length, reconciled = bare.every(Boolean) ? 'RECONCILED' : 'RECONCILED_WITH_EXCEPTIONS', follows = disagreements ? 'NOT_PROVEN' : failed === 0 ? reconciled : 'NOT_RECONCILED';
  demand(verdict === follows, `The verdict that follows is ${follows}, and report.json says ${verdict}`);
  return `Judged again from the counts, ${failed} of ${judged.length} gates fail, and the verdict follows`;
}
// ---- Exceptions (9): what each takes out of the counts needs every column, and is for tallystick verify
const person = (name) => name.normalize('NFC').toLowerCase();
function checkExceptions(bytes, { exceptions }) {
  const found = [...linesOf(bytes, 'exceptions.jsonl')].map(({ value: { id, ...named }, where }) => {
    const holds = sha256(bytesOf(jcs(named))) === id && person(named.owner) !== person(named.approver);
    return demand(holds, `The id is not that of the exception, or its owner is its approver (${where})`) && { id, ...named };
  });
  demand(equal(found, exceptions) && ascends(found.map(({ id }) => id)), 'exceptions.jsonl and report.json do not hold the same exceptions, each once');
}
function openExceptions({ exceptions }, signers, now) { // ids that their approver has not listed, by a trusted name and in time
  const foreign = signers.flatMap((signer) => signer.exceptions).find((id) => !exceptions.some((each) => each.id === id));
  demand(!foreign, `A sign-off lists exception ${foreign}, which the package does not hold`);
  const approves = (signer, { id, approver }) => signer.trusted && signer.decision === 'APPROVE' && person(signer.name) === person(approver) && signer.exceptions.includes(id);
  return exceptions.filter((each) => now >= Date.parse(each.expires) || !signers.some((signer) => approves(signer, each))).map(({ id }) => id);
}
// ---- Signatures: OpenSSH's wire form, sshsig and allowed_signers; DSSE (8)
function wire(bytes) {
  let at = 0;
  const take = (length) => demand(at + length <= bytes.length, 'The bytes run out') && bytes.subarray(at, (at += length));
  const string = () => take(uint32(take(4))), end = () => demand(at === bytes.length, 'Bytes are left over');
  return { take, string, text: () => utf8.decode(string()), more: () => at < bytes.length, end };
}
function in32(number) { // in 32 bytes; with a byte 0 before it just where it would else look negative
  const digits = number[0] === 0 ? number.subarray(1) : number;
  demand(digits.length <= 32 && digits[0] >= 0x80 === (number[0] === 0), 'A number is not in its one form');
  return concat(new Uint8Array(32 - digits.length), digits);
}
const wireString = (bytes) => concat(unhex(bytes.length.toString(16).padStart(8, '0')), bytes);
const base64Url = (bytes) => toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=*$/, '');
const fingerprintOf = (digest) => `SHA256:${toBase64(digest).replace(/=*$/, '')}`;
/** Ed25519 and ECDSA P-256, in a file or in hardware (sk-). */
function publicKey(blob) {
  const read = wire(blob), type = read.text(), [, hardware, kind] = /^(sk-)?(ssh-ed25519|ecdsa-sha2-nistp256)(?:@openssh\.com)?$/.exec(type) ?? [];
  demand(kind && type.includes('@') === Boolean(hardware), 'is by a key of a type that is not known here');
  const edwards = kind === 'ssh-ed25519';
  demand(edwards || read.text() === 'nistp256', 'is by a key of another curve');
  const point = read.string(), [x, y] = edwards ? [point] : [point.subarray(1, 33), point.subarray(33)];
  demand(edwards ? point.length === 32 : point.length === 65 && point[0] === 4, 'is by a damaged key');
  const application = hardware ? hashes.sha256(read.string()) : null;
  read.end();
  const jwk = edwards ? { kty: 'OKP', crv: 'Ed25519', x: base64Url(x) } : { kty: 'EC', crv: 'P-256', x: base64Url(x), y: base64Url(y) };
  return { type, edwards, jwk, application, id: hex(blob), fingerprint: fingerprintOf(hashes.sha256(blob)) };
}
async function isSigned({ jwk, edwards }, data, signature) {
  const algorithm = edwards ? { name: 'Ed25519' } : { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('jwk', jwk, algorithm, false, ['verify']);
  return crypto.subtle.verify(algorithm, key, signature, data);
}
/** The key that signed these bytes in this namespace; the armour must be to the byte as ssh-keygen writes it. */
async function sshSigner(message, namespace, armoured) {
  const text = utf8.decode(armoured), foreign = 'is not an OpenSSH signature as ssh-keygen writes it';
  const blob = orSay(() => fromBase64(text.split('\n').slice(1, -2).join('')), foreign);
  const armour = ['-----BEGIN SSH SIGNATURE-----', ...(toBase64(blob).match(/.{1,70}/g) ?? []), '-----END SSH SIGNATURE-----', ''];
  demand(armour.join('\n') === text, foreign);
  const read = wire(blob);
  demand(utf8.decode(read.take(6)) === 'SSHSIG' && uint32(read.take(4)) === 1, 'is no OpenSSH signature of version 1');
  const key = publicKey(read.string()), [own, reserved, hash, signature] = [read.text(), read.text(), read.text(), wire(read.string())];
  read.end();
  demand(own === namespace, `was made for "${own}", not for "${namespace}"`);
  demand(reserved === '' && /^sha(256|512)$/.test(hash) && signature.text() === key.type, 'uses a form that is not known here');
  const digest = new Uint8Array(await crypto.subtle.digest(hash.replace('sha', 'SHA-'), message));
  const signed = concat(bytesOf('SSHSIG'), ...[bytesOf(namespace), [], bytesOf(hash), digest].map(wireString));
  let raw = signature.string();
  if (!key.edwards) { const numbers = wire(raw); raw = concat(in32(numbers.string()), in32(numbers.string())); numbers.end(); }
  const data = key.application ? concat(key.application, signature.take(5), hashes.sha256(signed)) : signed; // flags and counter
  signature.end();
  demand(await isSigned(key, data, raw), 'is not over these bytes');
  return key;
}
async function checkEnvelope(bytes, payload, key, name) {
  const { payload: own, payloadType: type, signatures, ...more } = parseJcs(bytes, name), [{ keyid, sig }] = signatures;
  const known = type === 'application/vnd.in-toto+json' && signatures.length === 1 && Object.keys(more).length === 0;
  demand(known && same(fromBase64(own), payload), `${name} is not a DSSE envelope of the file beside it`);
  const [signed, signature] = [concat(bytesOf(`DSSEv1 ${type.length} ${type} ${payload.length} `), payload), fromBase64(sig)];
  const holds = keyid === key.fingerprint && (await isSigned(key, signed, key.edwards ? signature : fromDer(signature)));
  demand(holds, `${name} is not signed by the key of the signature beside it`);
}
function fromDer(bytes) {
  const [tag, length, , r] = bytes;
  demand(tag === 0x30 && length === bytes.length - 2 && bytes[2] === 2 && bytes[4 + r] === 2 && length === 4 + r + bytes[5 + r], 'A signature is not in DER');
  return concat(in32(bytes.subarray(4, 4 + r)), in32(bytes.subarray(6 + r)));
}
function signerTime(text) { // YYYYMMDD[HHMM[SS]][Z], in this machine's zone without the Z, as ssh-keygen reads it
  const [, year, month, ...more] = /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(Z)?$/i.exec(text), zone = more.pop();
  return zone ? Date.UTC(year, month - 1, ...more.map((part) => part ?? 0)) : new Date(year, month - 1, ...more.map((part) => part ?? 0)).getTime();
}
const signerLine = /^[ \t]*(?:"([^"]*)"|([^#\s"]\S*))[ \t]+(?:((?:[\w-]+(?:="(?:[^"\\]|\\.)*")?,?)+)[ \t]+)?((?:ssh|ecdsa|sk)-\S+)[ \t]+([\w+/]+=*)(?:[ \t]|$)/;
export const parseAllowedSigners = (text) => text.split(/\r?\n/).flatMap((line) => { // a line that cannot be read grants nothing
  try {
    const [, quotedNames, plainNames, written = '', type, base64] = signerLine.exec(line);
    const options = [...written.matchAll(/([\w-]+)(?:="((?:[^"\\]|\\.)*)")?/g)].map(([, name, value]) => [name.toLowerCase(), value]);
    const { namespaces, 'valid-after': after, 'valid-before': before, ...more } = Object.fromEntries(options), key = publicKey(fromBase64(base64));
    const when = [after ? signerTime(after) : -Infinity, before ? signerTime(before) : Infinity];
    const grants = Object.keys(more).length === 0 && key.type === type && when[0] < when[1];
    return grants ? [{ names: (quotedNames ?? plainNames).split(','), key: key.id, namespaces: namespaces?.split(','), when }] : [];
  } catch { return []; }
});
const escaped = (pattern) => pattern.replace(/[^*?]/gu, (c) => `\\u{${c.codePointAt(0).toString(16)}}`).replaceAll('*', '.*').replaceAll('?', '.');
const fits = (text, pattern) => new RegExp(`^${escaped(pattern)}$`, 'su').test(text);
const matches = (text, list) => list.some((p) => fits(text, p)) && !list.some((p) => p[0] === '!' && fits(text, p.slice(1)));
/** Whether the auditor's list gives the name to the key; throws where it contradicts, NotDone where it knows neither. */
function judgeName({ allowed, revoked, now }, { name, at }, key, namespace) {
  demand(!revoked?.has(key.id) && !revoked?.has(key.fingerprint), `"${name}" signed with a key that is revoked, judged at the time of verifying`);
  if (!allowed) notDone(`Nobody was named, so nothing is known of "${name}"`);
  const [ofKey, ofName] = [allowed.filter((signer) => signer.key === key.id), allowed.filter(({ names }) => matches(name, names))];
  if (ofKey.length + ofName.length === 0) notDone(`"${name}" is nobody you named`);
  const [both, owners] = [ofKey.filter((signer) => ofName.includes(signer)), ofKey.flatMap(({ names }) => names).join(', ')];
  demand(both.length > 0, `"${name}" signed with ${ofName.length > 0 ? 'a key that is not the one listed for that name' : `the key of ${owners}`}`);
  const permitted = both.filter(({ namespaces }) => !namespaces || matches(namespace, namespaces));
  demand(permitted.length > 0, `"${name}" has a key that may not sign for ${namespace}`);
  for (const time of [Date.parse(at), now])
    demand(permitted.some(({ when }) => when[0] <= time && time <= when[1]), `"${name}" has a key that is not valid at ${new Date(time).toISOString()}`);
}
export function parseRevoked(bytes) { // keys one a line, or OpenSSH's KRL of keys and their SHA-256
  const isList = !same(bytes.subarray(0, 8), bytesOf('SSHKRL\n\0')), revoked = new Set();
  const lines = isList ? utf8.decode(bytes).split(/\r?\n/).filter((line) => !/^\s*(#|$)/.test(line)) : [];
  for (const line of lines) revoked.add(hex(fromBase64(/(?:ssh|ecdsa|sk)-\S+ +(\S+)/.exec(line)?.[1] ?? '!')));
  const read = wire(bytes.subarray(isList ? bytes.length : 36));
  for (let part = 0; !isList && part < 2; part++) read.string(); // reserved, comment
  while (read.more()) {
    const [kind] = read.take(1), section = wire(read.string());
    demand(kind === 2 || kind === 5, 'The list of revoked keys has a part that is not known here');
    while (section.more()) revoked.add(kind === 2 ? hex(section.string()) : fingerprintOf(section.string()));
  }
  return revoked;
}
function conflict(a, b) { // why two sign-offs cannot stand side by side; an empty list where they can
  const shared = person(a.name) === person(b.name) ? 'person' : a.key && a.key === b.key ? 'key' : null, roles = [a.role, b.role].sort().join();
  const who = `"${a.name}" (${a.number}) and "${b.name}" (${b.number})`;
  if (!shared) return roles === 'preparer,preparer' ? `${who} both sign as preparer` : [];
  return roles === 'approver,preparer' ? `The approver is the preparer: ${who}, one ${shared}` : `One ${shared} signed twice: ${who}`;
}
const personName = /^(?!\s)[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]+(?<!\s)$/u;
function readSignoff(bytes, where) {
  const { _type, predicate, predicateType, subject, ...more } = parseJcs(bytes, where), { at, decision, exceptions, journal, name, role, text, ...other } = predicate;
  const known = equal([_type, predicateType, more, other], [inToto, 'urn:tallystick:signoff:v1', {}, {}]), names = subject.map((each) => each.name);
  const said = isUtc(at) && /^(APPROVE|REJECT)$/.test(decision) && /^(preparer|approver|auditor)$/.test(role) && personName.test(name) && typeof text === 'string';
  const bound = exceptions.every(isDigest) && (journal === null || (n(journal.size) >= 0n && isDigest(journal.root)));
  demand(known && equal(names, ['report.html', 'report.json']) && said && bound, `Not a sign-off (${where})`);
  return { ...predicate, reports: subject.map(({ digest }) => digest.sha256) };
}
async function judgeSignatures({ names, has, bytes, digests }, trust, judge) {
  let failed = false; // in the sign-off under way
  const note = async (name, work) => { const result = await judge(name, work); failed ||= result === 'failed'; return result; };
  /** The key of NAME.sig, which the envelope beside it must be signed by too. */
  const judgeBoth = async (label, name, namespace) => {
    const message = await bytes(name), envelope = name.replace(/\.json$/, '.dsse.json'), why = (error) => demand(false, `${name}.sig ${error.message}`);
    let key = null;
    await note(`${label}: OpenSSH signature`, async () => void (key = await sshSigner(message, namespace, await bytes(`${name}.sig`)).catch(why)));
    await note(`${label}: envelope`, async () => {
      if (!has(envelope)) notDone(`${envelope} is absent: there is an OpenSSH signature alone`);
      await (demand(key, 'The key is not known') && checkEnvelope(await bytes(envelope), message, key, envelope));
    });
    return key;
  };
  const signers = [], reports = [digests.get('report.html') ?? null, digests.get('report.json') ?? null];
  for (const name of names.filter((each) => signatureFile.test(each) && /\/\d+\.json$/.test(each))) {
    let signoff = null; failed = false;
    const number = /\d+/.exec(name)[0], label = `sign-off ${number}`;
    await note(`${label}: statement`, async () => void (signoff = readSignoff(await bytes(name), name)));
    const key = await judgeBoth(label, name, 'tallystick-signoff');
    if (!signoff) continue;
    await note(`${label}: report`, () => demand(equal(signoff.reports, reports), `${name} is a sign-off of another report than the one here`));
    const named = await note(`${label}: name`, () => demand(key, 'No signature holds') && judgeName(trust, signoff, key, 'tallystick-signoff'));
    signers.push({ ...signoff, number, key: key?.fingerprint ?? null, trusted: !failed && named === 'passed' });
  }
  if (signers.length === 0) await judge('sign-offs', () => notDone('Nobody has signed'));
  const conflicts = signers.flatMap((a, i) => signers.slice(i + 1).flatMap((b) => conflict(a, b)));
  await judge('signers', () => demand(conflicts.length === 0, conflicts.join('; ')));
  const preparer = signers.find(({ role }) => role === 'preparer'), signed = has('report.json.sig') || has('report.dsse.json');
  const key = preparer ? await judgeBoth('report', 'report.json', 'tallystick-report') : null;
  await judge('report: preparer', () => {
    demand(!signed || preparer, 'report.json.sig is here, and no sign-off of a preparer');
    demand(!key || key.fingerprint === preparer.key, 'report.json.sig is not by the key of the preparer');
    if (key) judgeName(trust, preparer, key, 'tallystick-report');
  });
  const strays = names.filter((name) => name.startsWith('signoffs/') && !(signatureFile.test(name) && has(`${name.split('.')[0]}.json`)));
  await judge('signoffs: nothing else', () => demand(strays.length === 0, `Not part of any sign-off: ${some(strays)}`));
  return signers;
}
// ---- Proofs (9)
export async function verifyProof(bytes) {
  const { judge, checks } = judging(), members = 'bucket claim fingerprint identity key listing path record table type'.split(' ');
  let proof, table, types, keys, H, listing, keyDigest, identity;
  await judge('proof', () => {
    proof = parseJcs(bytes, 'The file');
    const isProof = proof.type === 'tallystick/proof/v1' && /^(included|absent)$/.test(proof.claim);
    demand(isProof && Object.keys(proof).every((name) => members.includes(name)), 'Not a proof of version 1');
    table = readFingerprint(proof.fingerprint).tables.find(({ name }) => name === proof.table);
    demand(table, 'The fingerprint has no such table');
    const names = table.columns.map(({ name }) => name);
    [types, H, listing] = [table.columns.map(({ type }) => type), hashes[proof.fingerprint.hash], fromBase64(proof.listing)];
    [keyDigest, identity] = [H(bytesOf(proof.key)), sha256(bytesOf(jcs(proof.fingerprint)))];
    keys = (table.key.length > 0 ? table.key : names).map((name) => names.indexOf(name));
  });
  const { key, record, claim, bucket, path } = proof ?? {}, absent = claim === 'absent', claims = `The proof claims ${absent ? 'absence' : 'inclusion'}`;
  const entries = () => entriesOf(listing, Number(bucket), table.depth, table.key.length > 0, 'proof');
  const rows = () => entries().filter((entry) => same(keyOf(entry), keyDigest)).map(rowOf);
  const step = (node, sibling, i) => ((Number(bucket) >>> i) % 2 === 1 ? nodeOf(H, sibling, node) : nodeOf(H, node, sibling));
  const work = {
    snapshot: () => {
      if (proof.identity === undefined) notDone(`The proof names no snapshot; its fingerprint is that of ${identity}`);
      return demand(proof.identity === identity, 'The fingerprint is not that of the snapshot which the proof names');
    },
    key: () => void cellsOf(keys.map((c) => types[c]), key, 'key'),
    record: () => {
      const cells = demand((record === null) === absent, `${claims}, and shows ${absent ? 'a' : 'no'} record`) && (absent ? [] : cellsOf(types, record, 'record'));
      demand(absent || keys.map((c) => cells[c]).join() === key, 'The record has another key than the proof');
    },
    bucket: () => void demand(String(bucketOf(keyDigest, table.depth)) === bucket, `The key belongs to bucket ${bucketOf(keyDigest, table.depth)}`),
    listing: () => void entries(),
    claim: () => {
      demand(!absent || rows().length === 0, `${claims}, and the listing holds the key`);
      demand(absent || rows().some((row) => same(row, H(bytesOf(record)))), `${claims}, and the listing does not hold key and record together`);
    },
    path: () => {
      demand(path.length === table.depth && path.every(isDigest), `A path in this tree has ${table.depth} steps`);
      demand(hex(path.map(unhex).reduce(step, leafOf(H, listing))) === table.root, 'The listing and the path do not make the root in the fingerprint');
    },
  };
  if (keys) for (const [name, check] of Object.entries(work)) await judge(name, check);
  return { sound: isSound(checks), verdict: null, checks, signers: [], proof: keys ? { claim, table: proof.table, key, record, identity } : null };
}
// ---- All of it
const isSound = (checks) => checks.every(({ result }) => result !== 'failed');
/** A list of checks and what adds to it: whatever hostile bytes make a check throw is a failed check. */
function judging() {
  const checks = [], add = (name, result, why = '') => (checks.push({ name, result, why: why === true ? '' : printable(why) }), result);
  const fail = (name, error) => add(name, error instanceof NotDone ? 'not_done' : 'failed', String(error.message));
  return { checks, judge: async (name, work) => Promise.resolve().then(work).then((said) => add(name, 'passed', said), (error) => fail(name, error)) };
}
/** `files` maps names, with `/`, to functions that give their bytes; `irregular` are links and devices. `trust`: parsed lists or null, and a time. */
export async function verifyPackage({ files, irregular = [] }, trust) {
  const { judge, checks } = judging(), [names, digests] = [[...files.keys()].sort(byBytes), new Map()], has = (name) => files.has(name);
  const bytes = async (name) => (demand(has(name), `The file is missing: ${name}`), files.get(name)());
  let statement = null;
  await judge('files', () => {
    demand(irregular.length === 0, `Neither a file nor a folder, so it could show anything: ${some(irregular)}`);
    const others = names.filter((name) => name !== 'SHA256SUMS' && !isRunFile(name) && !signatureFile.test(name));
    if (others.length > 0) notDone(`Not part of the evidence: ${others.join(', ')}`);
  });
  for (const name of names.filter(isRunFile)) digests.set(name, sha256(await bytes(name)));
  await judge('sha256sums', async () => checkSums(await bytes('SHA256SUMS'), digests));
  await judge('report', async () => void (statement = readReport(await bytes('report.json'))));
  const report = statement?.predicate;
  if (report) {
    const page = async () => textOf(await bytes('report.html'), 'report.html').replace(/<[^>]*>/g, ''), open = async (name) => (has(name) ? bytes(name) : null);
    await judge('subjects', () => checkSubjects(statement, digests));
    for (const side of sides) await judge(`${side} fingerprint`, async () => checkFingerprint(report, side, await open(`${side}.fingerprint.json`)));
    await judge('tables', () => rebuild(bytes, report));
    await judge('equation', () => checkEquation(report));
    await judge('gates', () => checkGates(report));
    await judge('exceptions', async () => checkExceptions(await bytes('exceptions.jsonl'), report));
    await judge('report.html', async () => demand((await page()).includes(digests.get('report.json')), 'The page was not made from this report.json (report.html)'));
    await judge('plan', () => notDone('plan.yaml is bound by its digest; that rules, limits and signers are those of report.json is for the eye, or tallystick verify'));
    await judge('by tallystick verify', () => notDone('The page rendered again, views, columns, places, shards and totals of the differences; with the exports, all of it'));
  }
  const signers = await judgeSignatures({ names, has, bytes, digests }, trust, judge), open = [];
  await judge('exceptions approved', () => {
    if (report) open.push(...openExceptions(report, signers, trust.now));
    if (open.length > 0) notDone(`Exceptions not yet approved: ${some(open)}`);
  });
  const sound = isSound(checks);
  return { sound, verdict: report?.verdict ?? null, checks, signers, requirements: requirements(report, sound, signers, open) };
}
function requirements(report, sound, signers, open) {
  const rejected = signers.filter(({ decision }) => decision === 'REJECT').map(({ name }) => name).join(', ');
  const there = (role) => signers.filter((signer) => signer.trusted && signer.role === role).length;
  const short = ['preparer', 'approver'].find((role) => sound && BigInt(there(role)) < n(report.signers[role]));
  const asked = short && `The plan asks for ${report.signers[short]} ${short}, and ${there(short)} signed by a name you trust`;
  const lacking = !sound ? 'The evidence is not sound' : rejected ? `Rejected by ${rejected}` : asked;
  const signed = { met: !lacking, why: lacking ?? 'Everybody the plan asks for has signed, and nobody rejects' };
  const other = { met: false, why: `The verdict is ${report?.verdict}, with ${open.length} exceptions not approved` };
  return { signed, reconciled: lacking || (open.length === 0 && report.verdict.startsWith('RECONCILED')) ? signed : other };
}
export function sentenceOf({ sound, checks, signers, proof }) {
  if (!sound) return checks.filter(({ result }) => result === 'failed').map(({ name, why }) => `${name}: ${why}`)[0];
  if (proof) return printable(`${proof.key} is ${proof.claim === 'absent' ? 'not ' : ''}in table ${proof.table} of the snapshot ${proof.identity}`);
  const said = signers.flatMap(({ name, role, decision, trusted }) => (trusted ? `${name} (${role}${decision === 'REJECT' ? ', REJECTS' : ''})` : []));
  return `intact, signed by ${said.join(', ') || 'nobody you named'}`;
}
// ---- The command line (Node)
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
hashes.sha256 = (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest());
/** A package's folder; no link is followed, so that no name inside leads out of it. */
export function openFolder(folder, path = '', found = { files: new Map(), irregular: [] }) {
  for (const entry of readdirSync(join(folder, path), { withFileTypes: true })) {
    const name = path === '' ? entry.name : `${path}/${entry.name}`;
    if (entry.isDirectory()) openFolder(folder, name, found);
    else if (entry.isFile()) found.files.set(name, () => new Uint8Array(readFileSync(join(folder, name))));
    else found.irregular.push(name);
  }
  return found;
}
const usage = 'tallystick-verify.mjs PACKAGE|PROOF [--trust allowed_signers] [--revoked FILE] [--require signed|reconciled] [--json]';
const read = (name) => new Uint8Array(readFileSync(name));
function printed({ sound, verdict, checks, signers, required, ...found }) {
  const marks = { passed: '✓', failed: '✗', not_done: '–' }, says = verdict ? `   the report says ${verdict.replaceAll('_', ' ')}` : '';
  const who = ({ name, role, decision, key, trusted }) => `  ${decision}  ${name}, ${role}, ${key ?? 'no key'}${trusted ? '' : ', not a name you trust'}`;
  const lines = checks.map(({ name, result, why }) => `  ${marks[result]} ${name.padEnd(30)}  ${why}`);
  const asked = required ? `  ${required.met ? '✓' : '✗'} required: ${required.name}. ${required.why}` : [];
  return [`${sound ? 'SOUND' : 'NOT SOUND'}   ${sentenceOf({ sound, checks, signers, ...found })}${says}`, lines, signers.map(who), asked].flat().join('\n');
}
async function main() {
  const text = { type: 'string' }, options = { trust: text, revoked: text, require: text, json: { type: 'boolean' } };
  let status = 2, isProof, lists, given, path;
  try {
    ({ values: given, positionals: path } = parseArgs({ allowPositionals: true, options }));
    demand(path.length === 1 && /^(signed|reconciled|undefined)$/.test(given.require), usage);
    [status, path] = [3, path[0]];
    const list = (name, parse) => (given[name] === undefined ? null : parse(read(given[name])));
    lists = { allowed: list('trust', (bytes) => parseAllowedSigners(utf8.decode(bytes))), revoked: list('revoked', parseRevoked) };
    [isProof, status] = [statSync(path).isFile(), 2];
    demand(!isProof || !(given.trust ?? given.revoked ?? given.require), 'A proof is verified by itself: verify the package for its signatures');
  } catch ({ message }) { return console.error(message), status; }
  const { requirements: all, ...found } = isProof ? await verifyProof(read(path)) : await verifyPackage(openFolder(path), { ...lists, now: Date.now() });
  const signers = found.signers.map(({ name, role, decision, key, trusted }) => ({ name, role, decision, key, trusted }));
  const document = { ...found, signers, ...(given.require && { required: { name: given.require, ...all[given.require] } }) };
  console.log(given.json ? JSON.stringify(document) : printed(document));
  return !found.sound ? 4 : document.required?.met === false ? 1 : 0;
}
if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.removeAllListeners('warning'); // Node 20 calls Ed25519 in WebCrypto experimental
  process.exitCode = await main();
}
