#!/usr/bin/env node
// Judges a Tallystick package or proof with nothing but this file: plain JavaScript, no dependency, Node 20 or newer.
// Exit status: 0 sound, 1 sound but not what is required, 2 wrong command line, 3 nothing to read, 4 not sound.
// Written from docs/formats.md, sharing no line with the program that made the package; section numbers are that page's.
// All above "The command line" runs in a browser as well: index.html holds the same text.
const sides = ['source', 'target'], bySide = (of) => Object.fromEntries(sides.map((side) => [side, of(side)]));
class NotDone extends Error {}
const notDone = (why) => { throw new NotDone(why); }, demand = (holds, what) => { if (!holds) throw new Error(what); return true; };
export const printable = (text) => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (c) => `\\u{${c.codePointAt(0).toString(16)}}`);
const some = (names) => names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${names.length - 5} more` : '');
// ---- Bytes, numbers, canonical JSON
const bytesOf = (text) => new TextEncoder().encode(text), utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const orSay = (work, what) => { try { return work(); } catch { throw new Error(what); } }, textOf = (bytes, where) => orSay(() => utf8.decode(bytes), `${where} is not UTF-8`);
const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0')), hex = (bytes) => bytes.reduce((text, byte) => text + hexPairs[byte], '');
const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16)), isDigest = (text) => /^[0-9a-f]{64}$/.test(text);
const toBase64 = (bytes) => btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ''));
const fromBase64 = (text, bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0))) => demand(toBase64(bytes) === text, 'Base64 is not in its one form') && bytes;
const concat = (...parts) => { const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0)); parts.reduce((at, part) => (all.set(part, at), at + part.length), 0); return all; };
const uint32 = (bytes, at = 0) => new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(at);
const compare = (a, b) => { for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i] - b[i]; return a.length - b.length; };
const same = (a, b) => compare(a, b) === 0, byBytes = (a, b) => compare(bytesOf(a), bytesOf(b)), namesOf = (list) => list.map(({ name }) => name);
const ascends = (names) => names.every((name, i) => i === 0 || byBytes(names[i - 1], name) < 0);
function jcs(value) { // RFC 8785; counts are texts
  demand(typeof value !== 'string' || value.isWellFormed(), 'A text is not Unicode');
  if (value === null || typeof value !== 'object') return JSON.stringify(typeof value === 'bigint' ? String(value) : value);
  if (Array.isArray(value)) return `[${value.map(jcs).join()}]`;
  return `{${Object.keys(value).sort().map((name) => `${jcs(name)}:${jcs(value[name])}`).join()}}`;
}
const equal = (a, b) => jcs(a) === jcs(b), agree = (what, ...parts) => { for (const [part, own, said] of parts) demand(equal(own ?? null, said ?? null), `${what} ${part}`); };
function parseJcs(bytes, where) { // JSON in its own canonical form, so that nothing can hide in it: no member twice, no other spelling
  const text = textOf(bytes, where), value = orSay(() => JSON.parse(text), `${where} is not JSON`);
  return demand(jcs(value) === text, `${where} is not in canonical form (RFC 8785)`) && value;
}
const n = (text) => demand(typeof text === 'string' && /^(0|[1-9]\d{0,999})$/.test(text), `"${text}" is no count`) && BigInt(text);
const sum = (list, of) => list.reduce((total, item) => total + of(item), 0n), scaleOf = (amount) => amount.split('.')[1]?.length ?? 0;
const fine = 10n ** 99n; // amounts are added up in units of 10^-99
const units = (text) => demand(/^-?(0|[1-9]\d*)(\.\d{1,99})?$/.test(text), `"${text}" is no amount`) && (BigInt(text.replace('.', '')) * fine) / 10n ** BigInt(scaleOf(text));
function decimal(number, scale) { // of such units, with that many digits behind the point
  const value = number / 10n ** BigInt(99 - scale), digits = String(value < 0n ? -value : value).padStart(scale + 1, '0'), point = digits.length - scale;
  return (value < 0n ? '-' : '') + digits.slice(0, point) + (scale === 0 ? '' : `.${digits.slice(point)}`);
}
// ---- H: SHA-256 is the platform's, BLAKE3 is here
const IV = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19], wordOrder = [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8];
const quarters = '048c 159d 26ae 37bf 05af 16bc 278d 349e'.split(' ').map((four) => [...four].map((at) => parseInt(at, 16)));
const [chunkStart, chunkEnd, parent, root] = [1, 2, 4, 8], turn = (word, by) => (word >>> by) | (word << (32 - by));
function chained({ value, words, counter, length, flags }) { // the chaining value of a node: eight words
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
function chunkNode(chunk, counter) { // of up to 1 KiB; its last block stays open, for it may be the root
  const padded = new DataView(concat(chunk, new Uint8Array(64)).buffer);
  for (let value = IV, at = 0; ; at += 64) {
    const words = Array.from({ length: 16 }, (_, i) => padded.getUint32(at + 4 * i, true)), flags = at === 0 ? chunkStart : 0;
    if (at + 64 >= chunk.length) return { value, words, counter, length: chunk.length - at, flags: flags | chunkEnd };
    value = chained({ value, words, counter, length: 64, flags });
  }
}
export function blake3(bytes) {
  const [stack, last] = [[], Math.max(0, Math.ceil(bytes.length / 1024) - 1)], chunk = (i) => chunkNode(bytes.subarray(1024 * i, 1024 * i + 1024), i);
  for (let i = 0, value; i < last; i++, stack.push(value)) {
    value = chained(chunk(i));
    for (let all = i + 1; all % 2 === 0; all /= 2) value = chained(joined(stack.pop(), value));
  }
  const node = stack.reduceRight((right, left) => joined(left, chained(right)), chunk(last)), words = chained({ ...node, flags: node.flags | root });
  return Uint8Array.from({ length: 32 }, (_, i) => words[i >> 2] >>> (8 * (i % 4)));
}
export const hashes = { blake3, sha256: null }, sha256 = (bytes) => hex(hashes.sha256(bytes)); // put there by the command line, or the page
// ---- Records (1): only text is quoted, so a record falls apart in one way
const inFull = /^(text|int|bool|date|uuid|bytes|float|decimal\((\d|[1-6]\d|7[0-6])\)|(timestamp|datetime)\([0369]\))$/;
const areColumns = (columns, key, names = namesOf(columns)) => new Set(key).size === key.length && key.every((part) => names.includes(part)) && ascends(names) && columns.every(({ type }) => inFull.test(type));
function cellsOf(types, record, where) { // as they stand in a record of these types, quotes and all; NULL is nothing
  const cell = new RegExp(types.map((type) => (type === 'text' ? '("(?:[^"]|"")*"|)' : '([^",]*)')).join(), 'y'), [whole, ...cells] = cell.exec(record) ?? [];
  return demand(whole === record, `No record of the table (${where})`) && cells;
}
const inToto = 'https://in-toto.io/Statement/v1', isUtc = (text) => /^\d{4}(-\d\d){2}T\d\d(:\d\d){2}Z$/.test(text) && new Date(text).toISOString() === text.replace('Z', '.000Z');
// ---- Trees (4), and what a run says of every row (7)
const bucketOf = (keyDigest, depth) => (depth === 0 ? 0 : uint32(keyDigest) >>> (32 - depth)), [keyOf, rowOf] = [(entry) => entry.subarray(0, 32), (entry) => entry.subarray(32)];
const leafOf = (H, listing) => H(concat([0], listing)), nodeOf = (H, left, right) => H(concat([1], left, right));
function rootOf(H, leaves) {
  if (leaves.length === 32) return leaves;
  const above = new Uint8Array(leaves.length / 2);
  for (let at = 0; at < above.length; at += 32) above.set(H(concat([1], leaves.subarray(2 * at, 2 * at + 64))), at);
  return rootOf(H, above);
}
function entriesOf(listing, bucket, depth, keyed, where) { // in order, of this bucket, and without a key of one digest each
  demand(listing.length % 64 === 0, `The listing is cut off (${where})`);
  const entries = Array.from({ length: listing.length / 64 }, (_, i) => listing.subarray(64 * i, 64 * i + 64));
  for (const [i, entry] of entries.entries()) {
    demand(bucketOf(entry, depth) === bucket && (i === 0 || compare(entries[i - 1], entry) <= 0), `An entry of the listing lies in another bucket, or not in order (${where})`);
    demand(keyed || same(keyOf(entry), rowOf(entry)), `A row without a key has a key digest of its own (${where})`);
  }
  return entries;
}
function* findings(listed, keyed) { // what the rows of a differing bucket are, in the order of the differences; without a key matched or only
  const at = bySide(() => 0), head = (side) => listed[side][at[side]];
  while (head('source') || head('target')) {
    const key = keyOf(sides.flatMap((side) => head(side) ?? []).sort(compare)[0]), from = { ...at };
    for (const side of sides) while (head(side) && same(keyOf(head(side)), key)) at[side]++;
    const rows = bySide((side) => listed[side].slice(from[side], at[side])), [[source], [target], most] = [rows.source, rows.target, Math.max(rows.source.length, rows.target.length)];
    if (keyed && most === 1 && source && target && !same(source, target)) yield { kind: 'pair', key, source, target };
    else for (const [mine, other] of [sides, sides.toReversed()])
      for (let o = 0, i = 0; i < rows[mine].length; i++) {
        while (o < rows[other].length && compare(rows[other][o], rows[mine][i]) < 0) o++;
        const matched = o < rows[other].length && same(rows[other][o], rows[mine][i]) && ++o, kind = keyed && most > 1 ? ['left', 'duplicatesMatched'] : ['only', 'matched'];
        if (!matched) yield { kind: kind[0], side: mine, key, source: null, target: null, [mine]: rows[mine][i] };
        else if (mine === 'source') yield { kind: kind[1] };
      }
  }
}
// ---- The package: what lies in it, and what binds it (8)
const unbound = ['report.html', 'report.json', 'run.json'], always = ['differences.csv', 'differences.ndjson', 'differences.parquet', 'exceptions.jsonl', 'plan.yaml', ...unbound];
const runFile = /^((source|target)\.fingerprint\.json|tables\/(\d{4}|[1-9]\d{4,})\/(source|target)\.(buckets|listings))$/, isRunFile = (name) => always.includes(name) || runFile.test(name);
const signatureFile = /^(report\.dsse\.json|report\.json\.sig|signoffs\/(\d{3}|[1-9]\d{3,})\.(json|dsse\.json|json\.sig|json\.tsr))$/;
const tableFolder = (index) => `tables/${String(index + 1).padStart(4, '0')}`, hasFingerprint = ({ tables }, side) => tables.every((table) => table[side].unrepresentable === '0');
const entriesIn = ({ rows, excluded, unrepresentable }) => n(rows) - n(excluded) - n(unrepresentable);
function checkSums(bytes, digests) { // is made anew from the files that are here
  const lines = textOf(bytes, 'SHA256SUMS').split(/(?<=\n)/), made = [...digests].map(([name, digest]) => `${digest}  ${name}\n`);
  const missing = always.filter((name) => !digests.has(name)), changed = [...digests.keys()].filter((_, i) => !lines.includes(made[i]));
  demand(missing.length === 0, `Missing from the package: ${some(missing)}`); demand(changed.length === 0, `Changed since SHA256SUMS was written, or not listed there: ${some(changed)}`);
  demand(equal(lines, made), `SHA256SUMS lists what is not here, or not each file once and in order: ${some(lines.filter((line, i) => line !== made[i]))}`);
  return `All ${made.length} files have the digests that SHA256SUMS lists`;
}
function readReport(bytes) { // at one with itself as far as names, order and sums go
  const statement = parseJcs(bytes, 'report.json'), { _type, predicateType, predicate } = statement, hold = (holds, what) => demand(holds, `report.json: ${what}`);
  const { tables, disagreements, at, tool, coverage, sides: exports } = predicate, unproven = namesOf(tables.filter(({ proven }) => proven !== true));
  hold(_type === inToto && predicateType === 'urn:tallystick:reconciliation:v1' && isUtc(at) && /^(sha256|blake3)$/.test(predicate.hash), 'not a reconciliation report with its time and hash');
  hold(tables.length > 0 && ascends(namesOf(tables)), 'tables are not in the order of their names');
  hold(disagreements?.length !== 0 && equal([...new Set(disagreements?.map(({ table }) => table))].sort(byBytes), unproven), 'the disagreements and the unproven tables are not the same');
  for (const { name, key, columns, checks, ...table } of tables) {
    const rowsOf = (side) => sum(exports[side].files.filter((file) => file.table === name), ({ rows }) => n(rows)), tolerates = ({ type, tolerance }) => /^(int|decimal)/.test(type) && tolerance[0] !== '-';
    hold(areColumns(columns, key) && columns.length > 0 && columns.every((column) => column.tolerance === undefined || tolerates(column)), `columns, key or tolerances of table ${name} are not in order, each once, with a type in full`);
    hold(checks.every(({ pass, failing }) => pass === (n(failing) === 0n)) && sides.every((side) => rowsOf(side) === n(table[side].rows)), `a check of table ${name} contradicts itself, or its files do not hold its rows`);
  }
  const isText = (text) => typeof text === 'string', isFile = ({ name, bytes, sha256: digest, certificate }) => n(bytes) >= 0n && isDigest(digest) && [name, certificate].every(isText);
  hold(sides.every((side) => exports[side].files.every(isFile)), 'a file of an export has no name, size, digest or word on its certificates');
  hold(['engine', 'name', 'tzdata', 'version'].every((part) => isText(tool[part])) && tool.name === 'tallystick' && Array.isArray(coverage.notData), 'no tool, or no list of what is no data');
  const places = (side) => exports[side].files.map(({ name, table }) => [name, namesOf(tables).indexOf(table)]);
  const inOrder = ([name, place], i, all) => place >= 0 && (i === 0 || (byBytes(all[i - 1][0], name) || all[i - 1][1] - place) < 0);
  return hold(sides.every((side) => places(side).every(inOrder)), 'files do not stand by name and table, each once') && statement;
}
function checkSubjects({ subject, predicate }, digests) {
  const ofTable = (_, i) => sides.flatMap((side) => ['buckets', 'listings'].map((what) => `${tableFolder(i)}/${side}.${what}`));
  const fingerprints = sides.filter((side) => hasFingerprint(predicate, side)).map((side) => `${side}.fingerprint.json`);
  const wanted = [...always.slice(0, 5), ...fingerprints, ...predicate.tables.flatMap(ofTable)].sort(byBytes), others = [...digests.keys()].filter((name) => ![...unbound, ...wanted].includes(name));
  demand(equal(namesOf(subject), wanted), 'The subjects of report.json are not its result files in byte order');
  const changed = namesOf(subject.filter(({ name, digest }) => digests.get(name) !== digest.sha256));
  demand(changed.length === 0, `Missing, or not what report.json binds: ${some(changed)}`); demand(others.length === 0, `The report has no such results: ${some(others)}`);
  return `report.json binds all ${wanted.length} result files`;
}
// ---- The plan (6): JSON, or YAML as people write it, each text on one line. What is written otherwise is not read, and that is said
const odd = () => notDone('plan.yaml is written in a way that is not read here: limits, signers, rules and totals are as report.json has them');
const token =
  /(\r?\n)| +|(?<!\S)#.*|([{}[\],]|-(?=\s|$)|:(?=[\s,[\]{}]|$)|(?<="):)|("(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*'|(?!---|\.\.\.)(?:[^\s\-?:,[\]{}#&*!|>'"%@`]|[-?:](?=[^\s,[\]{}]))(?:[^\s:,[\]{}]|:(?=[^\s,[\]{}])|[ \t]+(?=[^\s#:,[\]{}]|:[^\s,[\]{}]))*)/gy;
export function readPlan(text) {
  const tokens = [], at = (i = next) => tokens[i] ?? { line: -1, column: -1 }, is = (mark) => at().mark === mark;
  let [next, line, from, end] = [0, 0, 0, 0];
  for (const { 0: all, 1: isEnd, 2: mark, 3: written, index } of text.matchAll(token)) {
    end = index + all.length;
    if (isEnd) [line, from] = [line + 1, end];
    else if (mark ?? written) tokens.push({ mark, written, line, column: index - from });
  }
  const isKey = () => at().written && at(next + 1).mark === ':' && at(next + 1).line === at().line;
  const scalar = () => {
    const { written } = at(next++);
    if (written?.[0] === '"') try { return JSON.parse(written); } catch { odd(); }
    if (written?.[0] === "'") return written.slice(1, -1).replaceAll("''", "'");
    if (/^(~|null|true|false)$/i.test(written)) return { t: true, f: false }[written[0].toLowerCase()] ?? null;
    if (/^[-+]?\d{1,15}$/.test(written)) return Number(written);
    return !written || /^[-+]?(\.?\d[\d.]*(e[-+]?\d+)?|\.inf|0[ox][\da-f]+)$|^\.nan$/i.test(written) ? odd() : written;
  };
  const member = (map, read) => {
    const key = isKey() ? at() : odd(), name = /^["']/.test(key.written) ? scalar() : at(next++).written;
    demand(!Object.hasOwn(map, name) && ++next, `plan.yaml says ${name} twice`);
    map[name] = read(key);
  };
  const inside = (close, into, one) => { for (next++; !is(close); is(close) || (is(',') ? next++ : odd())) one(into); next++; return into; };
  const value = () => (is('[') ? inside(']', [], (list) => list.push(value())) : is('{') ? inside('}', Object.create(null), (map) => member(map, value)) : scalar());
  const block = (column, list = [], map = Object.create(null)) => {
    if (is('-')) { while (is('-') && at().column === column) list.push(behind(at(next++))); return list; }
    if (!isKey()) return value();
    while (isKey() && at().column === column) member(map, behind); return map;
  };
  const behind = (key) => { // on its line, or deeper below it; behind a dash a block may begin at once, and a list need not lie deeper than its name
    if (at().line === key.line) return key.mark ? block(at().column) : value();
    return at().column < key.column + (key.mark || !is('-') ? 1 : 0) ? null : block(at().column);
  };
  const plan = block(at().column);
  return end < text.length || next < tokens.length ? odd() : plan;
}
const plain = (text) => (/^\+?\d+(\.\d*)?$/.test(text) ? text.replace(/^\+?0*(?=\d)/, '').replace(/(\.\d*?)0*$/, '$1').replace(/\.$/, '') : odd());
/** The plan, its tables in the order of their names, once it is the one that report.json names and was made by. */
function checkPlan(bytes, { plan: named, hash, tables, assumptions, signers, coverage: { ignored } }) {
  const plan = readPlan(textOf(bytes, 'plan.yaml')), differs = 'plan.yaml and report.json do not agree on', asked = (role) => BigInt(plan.signers?.[role] ?? 1);
  agree(differs, ['the identity of the plan', sha256(bytesOf(jcs(plan))), named.identity]);
  const all = plan.tables.toSorted((a, b) => byBytes(a.name, b.name)), rules = (own) => sides.map((side) => [...new Set(own[side]?.rules ?? own.rules)].sort());
  const left = ({ name, ignore = [] }) => sides.flatMap((at) => ignore.filter(({ side }) => side === at).map(({ side, column, reason }) => ({ side, table: name, column, reason })));
  const column = ([name, { type, tolerance, ...more }]) => [name, type.replace(/^(timestamp|datetime)$/, '$1(6)'), tolerance === undefined ? null : plain(tolerance), rules(more)];
  const said = ({ name, type, tolerance = null, altered }) => [name, type, tolerance, sides.map((side) => Object.keys(altered[side]).sort())];
  agree(differs, ['name or hash', [plan.name, plan.hash ?? 'sha256'], [named.name, hash]], ['signers', [asked('preparer'), asked('approver')], [signers.preparer, signers.approver]],
    ['assumptions', plan.assumptions ?? [], assumptions], ['what is ignored', all.flatMap(left), ignored], ['tables', namesOf(all), namesOf(tables)]);
  for (const [i, { name, key = [], columns, depth, shard, where = {}, totals = [], checks = [] }] of all.entries()) {
    const table = tables[i], hasWhere = where.source !== undefined || where.target !== undefined;
    const wanted = totals.map(({ name: own, by = [] }) => `${by.length} ${own}`), found = table.totals.map((own) => `${own.by.length} ${own.name}`);
    agree(`${differs} table ${name}:`, ['key', key, table.key], ['columns', Object.entries(columns).sort(([a], [b]) => byBytes(a, b)).map(column), table.columns.map(said)],
      ['rows left out', hasWhere ? { source: null, target: null, reason: '', ...where } : null, table.where], ['shards', shard, table.shards?.column], ['depth', depth ?? table.depth, table.depth],
      ['checks', checks.flatMap((own) => sides.map((side) => [own.name, side])), table.checks.map((own) => [own.name, own.side])]);
    demand(found.every((own) => wanted.includes(own)) && wanted.every((own) => found.includes(own) || own[0] !== '0'), `plan.yaml asks for other totals of table ${name}`);
  }
  return { ...plan, tables: all };
}
// ---- Fingerprints (5)
function readFingerprint({ type, hash, tables }) {
  const isTree = ({ depth, root: top, rows }) => Number.isInteger(depth) && depth >= 0 && depth <= 24 && isDigest(top) && n(rows) >= 0n;
  demand(type === 'tallystick/fingerprint/v1' && /^(sha256|blake3)$/.test(hash), 'Not a fingerprint of version 1'); demand(ascends(namesOf(tables)), 'The fingerprint has its tables out of order');
  return demand(tables.every((table) => areColumns(table.columns, table.key) && isTree(table)), 'The fingerprint has a table that is none') && tables;
}
function checkFingerprint(report, side, bytes) {
  const where = `${side}.fingerprint.json`, { identity } = report.sides[side], may = hasFingerprint(report, side);
  demand(may === (bytes !== null) && (may || identity === null), `The file is missing, or of a side with an unrepresentable row: ${where}`);
  if (!may) return `The ${side} has an unrepresentable row, so it has no fingerprint and nothing is proved of it`;
  demand(sha256(bytes) === identity, `Its SHA-256 is not the ${side}'s identity in report.json (${where})`);
  const value = parseJcs(bytes, where), said = readFingerprint(value), rows = (table, i) => (table.proven ? entriesIn(table[side]) : said[i]?.rows);
  const columnsOf = (all) => all.map(({ name, type }) => ({ name, type })), made = ({ name, key, depth, columns, roots, ...table }, i) => ({ name, key, depth, columns: columnsOf(columns), root: roots[side], rows: rows(table, i) });
  demand(equal(value, { type: 'tallystick/fingerprint/v1', hash: report.hash, tables: report.tables.map(made) }), `report.json does not agree on hash, tables, keys, depths, columns, roots or entries (${where})`);
  return `The ${side}'s fingerprint says what report.json says`;
}
// ---- Rebuilding: buckets, listings, differences and what they add up to, in one walk (7, 8)
function* linesOf(bytes, name) {
  for (let from = 0, line = 1, end; from < bytes.length; from = end + 1, line++) {
    const where = `${name}, line ${line}`; end = bytes.indexOf(0x0a, from);
    yield demand(end >= 0, `The line has no end (${where})`) && { where, value: parseJcs(bytes.subarray(from, end), where) };
  }
}
/** Judges all tables; `bytes` gives a file by name. `exceptions` will hold what each names, and `taken` what those that hold take out, by table. */
async function rebuild(bytes, report, plan, exceptions, taken) {
  const lines = linesOf(await bytes('differences.ndjson'), 'differences.ndjson'), none = { where: 'differences.ndjson', value: null }, unproven = namesOf(report.tables.filter(({ proven }) => !proven));
  let [next, count] = [lines.next().value, 0n]; const take = () => { const line = next ?? none; [next, count] = [lines.next().value, count + (next ? 1n : 0n)]; return line; };
  exceptions.push(...exceptionsOf(report, plan));
  for (const [i, table] of report.tables.entries()) {
    const read = (what) => Promise.all(sides.map((side) => bytes(`${tableFolder(i)}/${side}.${what}`))), isOwn = (kind) => next?.value.table === table.name && (!kind || next.value.kind === kind);
    const walking = walk(table, hashes[report.hash], await read('buckets'), await read('listings'), tableFolder(i)), [all, out] = [1, 2].map(() => tallyOf(table, plan?.tables[i].totals));
    taken.set(table.name, out);
    if (table.proven) judgeLines(table, report, walking, take, () => isOwn('unrepresentable'), (line, rows, apart) => {
      const naming = exceptions.filter(({ names }) => names(line));
      for (const { found } of naming) found.push(line.keyDigest + sides.map((side) => line[side]?.digest ?? '0'.repeat(64)).join(''));
      for (const tally of naming.some(({ isHeld }) => isHeld) ? [all, out] : [all]) tally.add(line, rows, apart);
    });
    else for (let step = walking.next(); !step.done; step = walking.next()); // the trees hold; what a run could not prove, it does not claim
    while (!table.proven && isOwn()) take();
    if (table.proven) all.compare();
  }
  demand(!next, `The line is no difference that the listings hold (${next?.where})`); demand(count === n(report.differences.lines), `differences.ndjson has ${count} lines, and report.json says ${report.differences.lines}`);
  if (unproven.length > 0) notDone(`Not judged where the run itself proved nothing: table ${some(unproven)}`);
  return 'Leaf hashes make the roots, listings the leaves; kinds follow from listings, differences from records, columns, shards and totals from differences';
}
// What the listings hold that differs, once leaf hashes make the roots, and listings the leaves of just the differing buckets
function* walk({ name, depth, key, roots, bucketsDiffering, proven, ...table }, H, leaves, listings, folder) {
  const [empty, at, listed, counts] = [leafOf(H, []), [0, 0], [0n, 0n], {}], count = (kind) => counts[kind] ?? 0n;
  let [differing, equalBuckets] = [0n, 0n];
  for (const [s, side] of sides.entries()) {
    const isRoot = leaves[s].length === 32 * 2 ** depth && hex(rootOf(H, leaves[s])) === roots[side];
    demand(isRoot, `The file does not hold ${2 ** depth} leaf hashes that make the ${side}'s root of table ${name} (${folder}/${side}.buckets)`);
  }
  for (let bucket = 0; bucket < 2 ** depth; bucket++) {
    const leaf = leaves.map((all) => all.subarray(32 * bucket, 32 * bucket + 32)), isSame = same(leaf[0], leaf[1]);
    if (isSame && !same(leaf[0], empty)) equalBuckets++;
    if (isSame) continue;
    const [source, target] = sides.map((side, s) => {
      const where = `${folder}/${side}.listings`, rest = listings[s].subarray(at[s]);
      demand(rest.length >= 8 && uint32(rest) === bucket, `Bucket ${bucket} differs and is not listed in its place (${where})`);
      const length = 64 * uint32(rest, 4), listing = rest.subarray(8, 8 + length);
      demand(listing.length === length && same(leafOf(H, listing), leaf[s]), `The listing of bucket ${bucket} is cut off, or does not hash to its leaf (${where})`);
      [at[s], listed[s]] = [at[s] + 8 + length, listed[s] + BigInt(length / 64)];
      return entriesOf(listing, bucket, depth, key.length > 0, where);
    });
    differing++;
    for (const finding of findings({ source, target }, key.length > 0)) {
      counts[finding.kind + (finding.side ?? '')] = count(finding.kind + (finding.side ?? '')) + 1n;
      if (finding.key) yield finding;
    }
  }
  demand(differing === n(bucketsDiffering), `${differing} buckets of table ${name} differ, and report.json says ${bucketsDiffering}`);
  for (const [s, side] of sides.entries()) {
    demand(at[s] === listings[s].length, `A bucket that does not differ is listed (${folder}/${side}.listings)`);
    const own = table[side], [matched, duplicates] = ['matched', 'duplicatesMatched'].map((term) => n(own[term]) - count(term)), outside = entriesIn(own) - listed[s];
    if (proven) agree(`The listings of the ${side} of table ${name} hold another number than report.json of rows`, ['changed or tolerated', count('pair'), n(own.changed) + n(own.withinTolerance)],
      ['alone', count(`only${side}`), own.only], ['left over', count(`left${side}`), own.duplicatesLeft], ['in equal buckets', outside, matched + duplicates]);
    const fits = !proven || (matched >= 0n && duplicates >= 0n && outside >= equalBuckets && (outside === 0n) === (equalBuckets === 0n));
    demand(fits, `Table ${name} has ${equalBuckets} equal buckets with rows, and report.json leaves ${outside} rows of the ${side} for them`);
  }
}
function apartBy({ tolerance }, a, b) { // by how much two values differ where that is tolerated; null where it is not, undefined where they are equal
  if (a === b || tolerance === undefined || a === null || b === null) return a === b ? undefined : null;
  const by = units(a) - units(b), size = by < 0n ? -by : by; return size <= units(tolerance) ? size : null;
}
/** Holds each line of one table to what the listings and its own records make it; `tell` is told of each, with its rows and how they differ. */
function judgeLines({ name, key, columns, ...table }, report, walking, take, isFormless, tell) {
  const [types, names, H] = [columns.map(({ type }) => type), namesOf(columns), hashes[report.hash]], keys = (key.length > 0 ? key : names).map((part) => names.indexOf(part));
  const rowsIn = bySide((side) => new Map(report.sides[side].files.filter((file) => file.table === name).map((file) => [file.name, n(file.rows)])));
  const isIn = (side, { file, row }) => n(row) > 0n && n(row) <= (rowsIn[side].get(file) ?? 0n), formless = bySide(() => new Set());
  while (isFormless()) {
    const { value: line, where } = take(), side = line.source ? 'source' : 'target', { file, row } = line[side], column = names.find((each) => each === line.column);
    const made = { table: name, kind: 'unrepresentable', key: null, keyDigest: null, columns: null, column, text: String(line.text), source: null, target: null };
    demand(equal(line, { ...made, [side]: { record: null, digest: null, file, row } }) && isIn(side, line[side]), `A row without a form has a place, a column, a text and no more (${where})`);
    formless[side].add(jcs([file, row]));
  }
  agree(`differences.ndjson lists another number than report.json of rows without a form of table ${name} in`, ...sides.map((side) => [`the ${side}`, String(formless[side].size), table[side].unrepresentable]));
  for (const finding of walking) {
    const { value: line, where } = take(), keyDigest = hex(finding.key), rows = bySide(() => null), made = { table: name, keyDigest, source: null, target: null };
    demand(line?.table === name && line.keyDigest === keyDigest, `The listings have a difference of table ${name} with the key digest ${keyDigest} here (${where})`);
    for (const side of sides.filter((each) => finding[each])) {
      const { record, file, row } = demand(line[side], `The ${side} is not what the listings say (${where})`) && line[side], cells = cellsOf(types, record, where), digest = H(bytesOf(record));
      const holds = same(digest, rowOf(finding[side])) && same(H(bytesOf(keys.map((c) => cells[c]).join())), finding.key);
      demand(holds, `The ${side}'s record does not have its digest, or its key record the key digest (${where})`);
      demand(isIn(side, line[side]), `The ${side} has no row ${row} of table ${name} in a file ${file} (${where})`);
      rows[side] = cells.map((each, c) => (each === '' ? null : types[c] === 'text' ? each.slice(1, -1).replaceAll('""', '"') : each));
      Object.assign(made, { key: keys.map((c) => rows[side][c]), [side]: { record, digest: hex(digest), file, row } });
    }
    const apart = columns.map((column, c) => (finding.kind === 'pair' ? apartBy(column, rows.source[c], rows.target[c]) : undefined));
    made.kind = { pair: apart.includes(null) ? 'changed' : 'within_tolerance', left: 'duplicate', only: `${finding.side}_only` }[finding.kind];
    made.columns = names.filter((_, c) => apart[c] !== undefined);
    agree(`In ${where}, listings and records make another`, ...Object.entries(made).map(([part, own]) => [part, own, line[part]]), ['line', made, line]);
    tell(line, rows, apart);
  }
}
function tallyOf({ name, columns, shards, totals, ...table }, asked) { // what differences add up to, told one by one; `asked` are the plan's totals
  const names = namesOf(columns), scales = columns.map(({ type }) => Number(/^decimal\((\d+)/.exec(type)?.[1] ?? 0)), idOf = (total, by) => jcs([total, ...by]), moved = new Set();
  const kinds = { changed: 0n, within_tolerance: 0n, source_only: 0n, target_only: 0n, duplicate: 0n }, counted = columns.map(() => ({ changed: 0n, withinTolerance: 0n, units: 0n }));
  const held = new Map(shards?.values.map(({ value }) => [value, bySide(() => 0n)])), groups = new Map(totals.map((own) => [idOf(own.name, own.by), { units: 0n, keys: 0n, ofKey: 0n }]));
  let key = null;
  const closeKey = () => { for (const own of moved) Object.assign(own, { units: own.units + own.ofKey, keys: own.keys + (own.ofKey === 0n ? 0n : 1n), ofKey: 0n }); moved.clear(); };
  const addRow = (side, values) => {
    const shard = shards && held.get(values[names.indexOf(shards.column)]);
    if (shards && demand(shard, `report.json lacks a shard of table ${name}`)) shard[side]++;
    for (const { name: total, sum: column, by = [] } of asked ?? []) {
      const group = groups.get(idOf(total, by.map((part) => values[names.indexOf(part)]))), amount = units(values[names.indexOf(column)] ?? '0');
      moved.add(demand(group, `report.json lacks a group of total ${total} of table ${name}`) && group);
      group.ofKey += side === 'source' ? -amount : amount;
    }
  };
  const add = ({ kind, keyDigest }, rows, apart) => {
    if (keyDigest !== key) closeKey();
    [key, kinds[kind]] = [keyDigest, kinds[kind] + 1n];
    for (const [c, by] of apart.entries()) if (by !== undefined) { counted[c][by === null ? 'changed' : 'withinTolerance']++; counted[c].units += by ?? 0n; }
    for (const side of sides) if (rows[side]) addRow(side, rows[side]);
  };
  const groupOf = (total) => { closeKey(); return groups.get(idOf(total.name, total.by)); };
  const compareAll = () => { // what all differences add up to is what report.json says
    const column = (own, c) => [own.changed, own.withinTolerance, columns[c].tolerance === undefined ? null : decimal(own.units, scales[c])];
    const shard = [...held].map(([value, { source, target }]) => [value, source - target, source + target]);
    const scaleFor = (own) => scales[names.indexOf(asked.find((each) => each.name === own.name).sum)], total = (own) => [groupOf(own).keys, decimal(groupOf(own).units, scaleFor(own)), scaleFor(own), scaleFor(own)];
    agree(`The differences of table ${name} make other numbers than report.json for`, ['changed rows', kinds.changed, table.source.changed], ['rows within tolerance', kinds.within_tolerance, table.source.withinTolerance],
      ['columns', counted.map(column), columns.map(({ changed, withinTolerance, toleranceSum = null }) => [changed, withinTolerance, toleranceSum])], ['groups of totals', groups.size, totals.length],
      ['shards', shard, (shards?.values ?? []).map((own) => [own.value, n(own.source) - n(own.target), own.differing])],
      ...sides.map((side) => [`shards of the ${side}`, entriesIn(table[side]), shards ? sum(shards.values, (own) => n(own[side])) : entriesIn(table[side])]),
      ['totals', asked && totals.map(total), asked && totals.map(({ keys, difference, source, target }) => [keys, difference, scaleOf(source), scaleOf(target)])]);
  };
  return { add, compare: compareAll, kinds, counted, groupOf };
}
// ---- Equation and gates (7, 6)
const keyTerms = ['changed', 'withinTolerance', 'duplicatesMatched', 'duplicatesLeft'];
function checkEquation({ tables }) {
  for (const { name, key, columns, totals, ...table } of tables.filter(({ proven }) => proven)) {
    for (const [side, own, all] of sides.map((each) => [each, table[each], entriesIn(table[each])])) {
      const byKey = sum(keyTerms, (part) => n(own[part])), total = n(own.matched) + n(own.only) + byKey;
      demand(total === all, `The equation does not close: the ${side} of table ${name} has ${all} entries, and its terms make ${total}`);
      demand(key.length > 0 || byKey === 0n, `Table ${name} has no key, and rows that only a key could tell`);
    }
    agree(`Table ${name} has on each side another number of`, ...['matched', 'matchedUnderRule', ...keyTerms.slice(0, 3)].map((term) => [term, table.source[term], table.target[term]]));
    const altered = sum(columns.flatMap((column) => sides.flatMap((side) => Object.values(column.altered[side]))), n), underRule = n(table.source.matchedUnderRule);
    demand(underRule <= n(table.source.matched) && underRule <= altered, `More rows of table ${name} match under a rule than match, or than rules altered`);
    for (const own of totals) demand(units(own.target) - units(own.source) === units(own.difference), `Total ${own.name} of table ${name} has a difference that is not target less source`);
  }
  return 'The equation closes on both sides of every table';
}
/** The gates again, by the plan's limits and what exceptions take out, by table. Where either is null it was not read, and the report's word for it stands. */
function checkGates({ gates, tables, coverage, verdict, disagreements, exceptions, sides: exports }, plan, taken) {
  const own = new Map(gates.map((each) => [each.name, each])), of = (side, term) => sum(tables, (table) => n(table[side][term])), both = (term) => of('source', term) + of('target', term);
  const word = (name, most) => { const said = n(own.get(name)?.excepted ?? '0'); return demand(said <= most, `The gate ${name} excepts more than the exceptions of the package cover`) && said; };
  const rowsFor = (kind) => sum(exceptions.filter((each) => each.kind === kind), ({ rows }) => n(rows.count));
  const takenOut = (name, kind) => (taken ? sum([...taken.values()], ({ kinds }) => kinds[kind] ?? 0n) : word(name, rowsFor(kind)));
  const atMost = (name, value, kind, limit = plan ? String(plan.gates?.[name] ?? 0) : own.get(name)?.limit) => [name, limit, value, takenOut(name, kind), (excepted) => value - excepted <= n(limit)];
  const exactly = (name, limit, value, excepted) => [name, limit, value, excepted, (out) => value === out], tolerance = 'within_tolerance', tolerated = of('source', 'withinTolerance');
  const [ratio, largest] = ['max_ratio', 'max_sum'].map((part) => (plan ? plan.gates?.[tolerance]?.[part] && plain(plan.gates[tolerance][part]) : own.get(`${tolerance}.${part}`)?.limit));
  const share = (name, limit, value, holds) => [name, limit, value, takenOut(name, tolerance), (excepted, out) => (out ? holds(out) : excepted > 0n ? own.get(name).pass : holds(new Map()))]; // unread, it is not known
  const left = ({ name, source }, out) => n(source.withinTolerance) - (out.get(name)?.kinds[tolerance] ?? 0n);
  const shown = tables.filter(({ source }) => source.withinTolerance !== '0').map(({ source }) => `${source.withinTolerance} of ${entriesIn(source)}`);
  const sums = tables.flatMap(({ columns }) => columns.flatMap(({ toleranceSum: own }) => own ?? [])), total = sum(sums, units), accepted = (out) => sum([...out.values()].flatMap(({ counted }) => counted), (column) => column.units);
  const unequal = tables.flatMap((table) => table.totals.filter(({ source, target }) => source !== target).map((each) => ({ table: table.name, ...each }))), certificates = sides.flatMap((side) => exports[side].certificates ?? []);
  const explained = unequal.filter((each) => taken?.get(each.table)?.groupOf(each).units === units(each.difference)), failing = tables.flatMap(({ checks }) => checks.filter(({ pass }) => !pass));
  const all = [
    ...sides.map((side) => atMost(`${side}_only`, of(side, 'only'), `${side}_only`)), atMost('changed', of('source', 'changed'), 'changed'), atMost('duplicates', both('duplicatesLeft'), 'duplicate'),
    atMost('unrepresentable', both('unrepresentable')), atMost('unmapped', BigInt(coverage.unmapped.length)), certificates.length > 0 && atMost('certificates', BigInt(certificates.filter(({ result }) => result === 'fails').length)),
    !ratio && !largest && exactly(tolerance, '0', tolerated, takenOut(tolerance, tolerance)),
    ratio && share(`${tolerance}.max_ratio`, ratio, shown.join(', ') || '0', (out) => tables.every((table) => left(table, out) * fine <= units(ratio) * entriesIn(table.source))),
    largest && share(`${tolerance}.max_sum`, largest, decimal(total, Math.max(...[largest, ...sums].map(scaleOf))), (out) => total - accepted(out) <= units(largest)),
    exactly('totals', 'equal', BigInt(unequal.length), taken ? BigInt(explained.length) : word('totals', BigInt(unequal.length))), exactly('checks', 'pass', BigInt(failing.length), 0n),
  ].filter(Boolean);
  const judged = all.map(([name, limit, value, excepted, passes]) => ({ name, limit, value: String(value), excepted: String(excepted), pass: passes(excepted, taken) }));
  const wrong = judged.find((each, i) => !equal(each, gates[i] ?? null)) ?? gates[judged.length], failed = judged.filter(({ pass }) => !pass).length;
  demand(!wrong, `Judged again from the counts, the gate ${wrong?.name} is not what report.json says`);
  const passed = all.every(([, , , , passes]) => passes(0n, new Map())) ? 'RECONCILED' : 'RECONCILED_WITH_EXCEPTIONS', follows = disagreements ? 'NOT_PROVEN' : failed === 0 ? passed : 'NOT_RECONCILED';
  demand(verdict === follows, `The verdict that follows is ${follows}, and report.json says ${verdict}`);
  return `Judged again from the counts, ${failed} of ${judged.length} gates fail, and the verdict follows`;
}
// ---- Exceptions (10)
const person = (name) => name.normalize('NFC').toLowerCase();
/** Those that the report holds, and those that it calls lapsed, each with what it names of the differences; a condition (where.md) is not read. */
function exceptionsOf({ exceptions, carried, tables }, plan) {
  const lapsed = carried?.lapsed.map(({ exception }) => exception) ?? [], unproven = namesOf(tables.filter(({ proven }) => !proven));
  return [...exceptions, ...lapsed].map(({ id, table, kind, keyDigest, where, rows, expires }, i) => ({
    ...{ id, rows, expires, found: [], isHeld: i < exceptions.length, isRead: plan !== null && !unproven.includes(table) && (where?.condition ?? null) === null },
    names: (line) => line.table === table && line.kind === kind && (where ? where.column === null || equal(line.columns, [where.column]) : line.keyDigest === keyDigest),
  }));
}
function checkExceptions(bytes, { exceptions, carried = { stand: [], lapsed: [] }, at, hash }, all) {
  const ids = exceptions.map(({ id }) => id), lines = [...linesOf(bytes, 'exceptions.jsonl')].map(({ value: { id, ...named }, where }) => {
    const holds = sha256(bytesOf(jcs(named))) === id && person(named.owner) !== person(named.approver);
    return demand(holds, `The id is not that of the exception, or its owner is its approver (${where})`) && { id, ...named };
  });
  demand(equal(lines, exceptions) && ascends(ids), 'exceptions.jsonl and report.json do not hold the same exceptions, each once');
  demand(carried.stand.every((id) => ids.includes(id)) && !carried.lapsed.some(({ exception: { id } }) => ids.includes(id)), 'What report.json says of carried exceptions is not what the package holds');
  for (const { id, rows, expires, found, isHeld, isRead } of all) {
    const entries = new Uint8Array(96 * found.length);
    for (const [i, entry] of found.sort().entries()) entries.set(unhex(entry), 96 * i);
    const bound = !isRead || (found.length > 0 && equal(rows, { count: String(found.length), digest: hex(hashes[hash](entries)) })), holds = bound && expires > at;
    demand(isHeld ? holds : !isRead || !holds, `Exception ${id} ${isHeld ? 'has lapsed: it is not bound to the rows that it names, or had expired' : 'is called lapsed, and it stands'}`);
  }
  const unread = all.flatMap(({ isRead, id }) => (isRead ? [] : id)); if (unread.length > 0) notDone(`Which rows these mean was not read, so the report's word for what they take out stands: ${some(unread)}`);
  return all.length === 0 ? 'There are none' : 'Each is bound to the rows that it names';
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
  const take = (length) => demand(at + length <= bytes.length, 'The bytes run out') && bytes.subarray(at, (at += length)), string = () => take(uint32(take(4)));
  return { take, string, text: () => utf8.decode(string()), more: () => at < bytes.length, end: () => demand(at === bytes.length, 'Bytes are left over') };
}
function in32(number) { // in 32 bytes; with a byte 0 before it just where it would else look negative
  const digits = number[0] === 0 ? number.subarray(1) : number;
  return demand(digits.length <= 32 && digits[0] >= 0x80 === (number[0] === 0), 'A number is not in its one form') && concat(new Uint8Array(32 - digits.length), digits);
}
const wireString = (bytes) => concat(unhex(bytes.length.toString(16).padStart(8, '0')), bytes), fingerprintOf = (digest) => `SHA256:${toBase64(digest).replace(/=*$/, '')}`;
function publicKey(blob) { // Ed25519 and ECDSA P-256, in a file or in hardware (sk-)
  const read = wire(blob), type = read.text(), [, hardware, kind] = /^(sk-)?(ssh-ed25519|ecdsa-sha2-nistp256)(?:@openssh\.com)?$/.exec(type) ?? [], edwards = kind === 'ssh-ed25519';
  demand(kind && type.includes('@') === Boolean(hardware), 'is by a key of a type that is not known here'); demand(edwards || read.text() === 'nistp256', 'is by a key of another curve');
  const point = read.string(), application = hardware ? hashes.sha256(read.string()) : null;
  demand(read.end() && (edwards ? point.length === 32 : point.length === 65 && point[0] === 4), 'is by a damaged key');
  return { type, edwards, point, application, id: hex(blob), fingerprint: fingerprintOf(hashes.sha256(blob)) };
}
async function isSigned({ point, edwards }, data, signature) {
  const algorithm = edwards ? { name: 'Ed25519' } : { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  return crypto.subtle.verify(algorithm, await crypto.subtle.importKey('raw', point, algorithm, false, ['verify']), signature, data);
}
async function sshSigner(message, namespace, armoured) { // the key that signed; the armour must be to the byte as ssh-keygen writes it
  const text = utf8.decode(armoured), foreign = 'is not an OpenSSH signature as ssh-keygen writes it', blob = orSay(() => fromBase64(text.split('\n').slice(1, -2).join('')), foreign);
  demand(['-----BEGIN SSH SIGNATURE-----', ...(toBase64(blob).match(/.{1,70}/g) ?? []), '-----END SSH SIGNATURE-----', ''].join('\n') === text, foreign);
  const read = wire(blob);
  demand(utf8.decode(read.take(6)) === 'SSHSIG' && uint32(read.take(4)) === 1, 'is no OpenSSH signature of version 1');
  const key = publicKey(read.string()), [own, reserved, hash, signature] = [read.text(), read.text(), read.text(), wire(read.string())];
  demand(read.end() && own === namespace, `was made for "${own}", not for "${namespace}"`); demand(reserved === '' && /^sha(256|512)$/.test(hash) && signature.text() === key.type, 'uses a form that is not known here');
  const digest = new Uint8Array(await crypto.subtle.digest(hash.replace('sha', 'SHA-'), message)), raw = signature.string();
  const signed = concat(bytesOf('SSHSIG'), ...[bytesOf(namespace), [], bytesOf(hash), digest].map(wireString)), halves = (numbers, r = in32(numbers.string()), s = in32(numbers.string())) => numbers.end() && concat(r, s);
  const data = key.application ? concat(key.application, signature.take(5), hashes.sha256(signed)) : signed; // flags and counter
  demand(signature.end() && (await isSigned(key, data, key.edwards ? raw : halves(wire(raw)))), 'is not over these bytes');
  return key;
}
async function checkEnvelope(bytes, payload, key, name) {
  const { payload: own, payloadType: type, signatures, ...more } = parseJcs(bytes, name), [{ keyid, sig }] = signatures, signature = fromBase64(sig);
  const known = type === 'application/vnd.in-toto+json' && signatures.length === 1 && Object.keys(more).length === 0, signed = concat(bytesOf(`DSSEv1 ${type?.length} ${type} ${payload.length} `), payload);
  demand(known && same(fromBase64(own), payload), `${name} is not a DSSE envelope of the file beside it`);
  demand(keyid === key.fingerprint && (await isSigned(key, signed, key.edwards ? signature : fromDer(signature))), `${name} is not signed by the key of the signature beside it`);
}
function fromDer(bytes) {
  const [tag, length, , r] = bytes, isPair = tag === 0x30 && length === bytes.length - 2 && bytes[2] === 2 && bytes[4 + r] === 2 && length === 4 + r + bytes[5 + r];
  return demand(isPair, 'A signature is not in DER') && concat(in32(bytes.subarray(4, 4 + r)), in32(bytes.subarray(6 + r)));
}
function signerTime(text) { // YYYYMMDD[HHMM[SS]][Z], in this machine's zone without the Z, as ssh-keygen reads it
  const [, year, month, day, h = 0, m = 0, s = 0, zone] = /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(Z)?$/i.exec(text);
  const utc = Date.UTC(year, month - 1, day, h, m, s), isTime = new Date(utc).toISOString().replace(/\D/g, '').startsWith(text.replace(/\D/g, ''));
  return demand(isTime, 'No time') && zone ? utc : new Date(year, month - 1, day, h, m, s).getTime();
}
const signerLine = /^[ \t]*(?:"([^"]*)"|([^#\s"][^\s"]*))[ \t]+(?:([\w-]+="(?:[^"\\]|\\.)*"(?:,[\w-]+="(?:[^"\\]|\\.)*")*,?)[ \t]+)?((?:ssh|ecdsa|sk)-\S+)[ \t]+([\w+/]+=*)(?:[ \t]|$)/;
export const parseAllowedSigners = (text) => text.split(/\r?\n/).flatMap((line) => { // a line that cannot be read grants nothing
  try {
    const [, quotedNames, plainNames, written = '', type, base64] = signerLine.exec(line), key = publicKey(fromBase64(base64));
    const options = [...written.matchAll(/([\w-]+)="((?:[^"\\]|\\.)*)"/g)].map(([, name, value]) => [name.toLowerCase(), value]), isOnce = new Map(options).size === options.length;
    const { namespaces, 'valid-after': after, 'valid-before': before, ...more } = Object.fromEntries(options), when = [after === undefined ? -Infinity : signerTime(after), before === undefined ? Infinity : signerTime(before)];
    return isOnce && Object.keys(more).length === 0 && key.type === type && when[0] < when[1] ? [{ names: (quotedNames ?? plainNames).split(','), key: key.id, namespaces: namespaces?.split(','), when }] : [];
  } catch { return []; }
});
const escaped = (pattern) => pattern.replace(/[^*?]/gu, (c) => `\\u{${c.codePointAt(0).toString(16)}}`).replaceAll('*', '.*').replaceAll('?', '.'), fits = (text, pattern) => new RegExp(`^${escaped(pattern)}$`, 'su').test(text);
const matches = (text, list) => list.some((p) => fits(text, p)) && !list.some((p) => p[0] === '!' && fits(text, p.slice(1)));
function judgeName({ allowed, revoked, now }, { name, at }, key, namespace) { // throws where the auditor's list contradicts, NotDone where it knows neither
  demand(!revoked?.has(key.id) && !revoked?.has(key.fingerprint), `"${name}" signed with a key that is revoked, judged at the time of verifying`);
  if (!allowed) notDone(`Nobody was named, so nothing is known of "${name}"`);
  const ofKey = allowed.filter((signer) => signer.key === key.id), ofName = allowed.filter(({ names }) => matches(name, names)), both = ofKey.filter((signer) => ofName.includes(signer));
  if (ofKey.length + ofName.length === 0) notDone(`"${name}" is nobody you named`);
  demand(both.length > 0, `"${name}" signed with ${ofName.length > 0 ? 'a key that is not the one listed for that name' : `the key of ${ofKey.flatMap(({ names }) => names).join(', ')}`}`);
  const permitted = both.filter(({ namespaces }) => !namespaces || matches(namespace, namespaces)), isValid = (time) => permitted.some(({ when }) => when[0] <= time && time <= when[1]);
  demand(permitted.length > 0, `"${name}" has a key that may not sign for ${namespace}`);
  for (const time of [Date.parse(at), now]) demand(isValid(time), `"${name}" has a key that is not valid at ${new Date(time).toISOString()}`);
}
export function parseRevoked(bytes) { // keys one a line, or OpenSSH's KRL of keys and their SHA-256
  const isList = !same(bytes.subarray(0, 8), bytesOf('SSHKRL\n\0')), lines = isList ? utf8.decode(bytes).split(/\r?\n/).filter((line) => !/^\s*(#|$)/.test(line)) : [];
  const keyIn = (line) => orSay(() => hex(fromBase64(/(?:ssh|ecdsa|sk)-\S+ +(\S+)/.exec(line)[1])), 'The list of revoked keys has a line that is no public key'), revoked = new Set(lines.map(keyIn)), read = wire(bytes.subarray(isList ? bytes.length : 36));
  for (let part = 0; !isList && part < 2; part++) read.string(); // reserved, comment
  while (read.more()) {
    const [kind] = read.take(1), section = wire(read.string());
    demand(kind === 2 || kind === 5, 'The list of revoked keys has a part that is not known here');
    while (section.more()) revoked.add(kind === 2 ? hex(section.string()) : fingerprintOf(section.string()));
  }
  return revoked;
}
function conflict(a, b) { // why two sign-offs cannot stand side by side; an empty list where they can
  const shared = person(a.name) === person(b.name) ? 'person' : a.key && a.key === b.key ? 'key' : null, roles = [a.role, b.role].sort().join(), who = `"${a.name}" (${a.number}) and "${b.name}" (${b.number})`;
  if (!shared) return roles === 'preparer,preparer' ? `${who} both sign as preparer` : [];
  return roles === 'approver,preparer' ? `The approver is the preparer: ${who}, one ${shared}` : `One ${shared} signed twice: ${who}`;
}
const personName = /^(?!\s)[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]+(?<!\s)$/u;
function readSignoff(bytes, where) {
  const { _type, predicate, predicateType, subject, ...more } = parseJcs(bytes, where), { at, decision, exceptions, journal, name, role, text, ...other } = predicate;
  const known = equal([_type, predicateType, more, other, namesOf(subject)], [inToto, 'urn:tallystick:signoff:v1', {}, {}, ['report.html', 'report.json']]);
  const said = isUtc(at) && /^(APPROVE|REJECT)$/.test(decision) && /^(preparer|approver|auditor)$/.test(role) && personName.test(name) && typeof text === 'string';
  const bound = exceptions.every(isDigest) && (journal === null || (n(journal.size) >= 0n && isDigest(journal.root)));
  return demand(known && said && bound, `Not a sign-off (${where})`) && { ...predicate, reports: subject.map(({ digest }) => digest.sha256) };
}
async function judgeSignatures({ names, has, bytes, digests }, trust, judge) {
  let failed = false; // in the sign-off under way
  const signers = [], reports = [digests.get('report.html') ?? null, digests.get('report.json') ?? null], note = async (name, work) => { const result = await judge(name, work); failed ||= result === 'failed'; return result; };
  const judgeBoth = async (label, name, namespace) => { // the key of NAME.sig, and of the envelope beside it
    const message = has(name) ? await bytes(name) : new Uint8Array(), envelope = name.replace(/\.json$/, '.dsse.json'), why = (error) => demand(false, `${name}.sig ${error.message}`);
    let key = null;
    await note(`${label}: OpenSSH signature`, async () => void (key = await sshSigner(message, namespace, await bytes(`${name}.sig`)).catch(why)));
    const isThere = () => has(envelope) || notDone(`${envelope} is absent: there is an OpenSSH signature alone`);
    await note(`${label}: envelope`, async () => isThere() && demand(key, 'The key is not known') && checkEnvelope(await bytes(envelope), message, key, envelope));
    return key;
  };
  for (const name of names.filter((each) => signatureFile.test(each) && /\/\d+\.json$/.test(each))) {
    let number = /\d+/.exec(name)[0], label = `sign-off ${number}`, signoff = null; failed = false;
    await note(`${label}: statement`, async () => void (signoff = readSignoff(await bytes(name), name)));
    const key = await judgeBoth(label, name, 'tallystick-signoff'); if (!signoff) continue;
    await note(`${label}: report`, () => demand(equal(signoff.reports, reports), `${name} is a sign-off of another report than the one here`));
    const named = await note(`${label}: name`, () => demand(key, 'No signature holds') && judgeName(trust, signoff, key, 'tallystick-signoff'));
    if (signoff.journal) await judge(`${label}: journal`, () => notDone(`It binds the first ${signoff.journal.size} lines of a journal: tallystick verify --journal holds them to it`));
    if (has(`${name}.tsr`)) await judge(`${label}: timestamp`, () => notDone(`${name}.tsr is not read here, so its key is judged for now: openssl ts -verify reads it`));
    signers.push({ ...signoff, number, key: key?.fingerprint ?? null, trusted: !failed && named === 'passed' });
  }
  const conflicts = signers.flatMap((a, i) => signers.slice(i + 1).flatMap((b) => conflict(a, b)));
  if (signers.length === 0) await judge('sign-offs', () => notDone('Nobody has signed'));
  await judge('signers', () => demand(conflicts.length === 0, conflicts.join('; ')));
  const preparer = signers.find(({ role }) => role === 'preparer'), key = preparer ? await judgeBoth('report', 'report.json', 'tallystick-report') : null;
  await judge('report: preparer', () => {
    demand(preparer || !(has('report.json.sig') || has('report.dsse.json')), 'report.json.sig is here, and no sign-off of a preparer');
    demand(!key || key.fingerprint === preparer.key, 'report.json.sig is not by the key of the preparer');
    if (key) judgeName(trust, preparer, key, 'tallystick-report');
  });
  const strays = names.filter((name) => name.startsWith('signoffs/') && !(signatureFile.test(name) && has(`${name.split('.')[0]}.json`)));
  await judge('signoffs: nothing else', () => demand(strays.length === 0, `Not part of any sign-off: ${some(strays)}`));
  return signers;
}
// ---- Proofs (9)
export async function verifyProof(bytes) {
  const { judge, checks } = judging(), members = 'bucket claim fingerprint identity key listing path record table type'.split(' '); let proof, table, types, keys, H, listing, keyDigest, identity;
  await judge('proof', () => {
    proof = parseJcs(bytes, 'The file');
    demand(proof.type === 'tallystick/proof/v1' && /^(included|absent)$/.test(proof.claim) && Object.keys(proof).every((name) => members.includes(name)), 'Not a proof of version 1');
    table = readFingerprint(proof.fingerprint).find(({ name }) => name === proof.table);
    demand(table, 'The fingerprint has no such table');
    [types, H, listing, identity] = [table.columns.map(({ type }) => type), hashes[proof.fingerprint.hash], fromBase64(proof.listing), sha256(bytesOf(jcs(proof.fingerprint)))];
    keyDigest = H(bytesOf(proof.key));
    keys = (table.key.length > 0 ? table.key : namesOf(table.columns)).map((name) => namesOf(table.columns).indexOf(name));
  });
  const { key, record, claim, bucket, path } = proof ?? {}, absent = claim === 'absent', claims = `The proof claims ${absent ? 'absence' : 'inclusion'}`;
  const entries = () => entriesOf(listing, Number(bucket), table.depth, table.key.length > 0, 'proof'), rows = () => entries().filter((entry) => same(keyOf(entry), keyDigest)).map(rowOf);
  const step = (node, sibling, i) => ((Number(bucket) >>> i) % 2 === 1 ? nodeOf(H, sibling, node) : nodeOf(H, node, sibling));
  const work = {
    snapshot: () => demand((proof.identity === undefined ? notDone(`The proof names no snapshot; its fingerprint is that of ${identity}`) : proof.identity) === identity, 'The fingerprint is not that of the snapshot which the proof names'),
    key: () => void cellsOf(keys.map((c) => types[c]), key, 'key'),
    record: () => {
      const cells = demand((record === null) === absent, `${claims}, and shows ${absent ? 'a' : 'no'} record`) && (absent ? [] : cellsOf(types, record, 'record'));
      return demand(absent || keys.map((c) => cells[c]).join() === key, 'The record has another key than the proof');
    },
    bucket: () => demand(String(bucketOf(keyDigest, table.depth)) === bucket, `The key belongs to bucket ${bucketOf(keyDigest, table.depth)}`),
    listing: () => void entries(),
    claim: () => (absent ? demand(rows().length === 0, `${claims}, and the listing holds the key`)
      : demand(rows().some((row) => same(row, H(bytesOf(record)))), `${claims}, and the listing does not hold key and record together`)),
    path: () => demand(path.length === table.depth && path.every(isDigest), `A path in this tree has ${table.depth} steps`)
      && demand(hex(path.map(unhex).reduce(step, leafOf(H, listing))) === table.root, 'The listing and the path do not make the root in the fingerprint'),
  };
  if (keys) for (const [name, check] of Object.entries(work)) await judge(name, check);
  return { sound: isSound(checks), verdict: null, checks, signers: [], proof: keys ? { claim, table: proof.table, key, record, identity } : null };
}
// ---- All of it
const isSound = (checks) => checks.every(({ result }) => result !== 'failed');
function judging() { // a list of checks and what adds to it: whatever hostile bytes make a check throw is a failed check
  const checks = [], add = (name, result, why = '') => (checks.push({ name, result, why: why === true ? '' : printable(why) }), result);
  const judge = async (name, work) => { try { return add(name, 'passed', await work()); } catch (error) { return add(name, error instanceof NotDone ? 'not_done' : 'failed', String(error.message)); } };
  return { checks, judge };
}
/** `files` maps names, with `/`, to functions that give their bytes; `irregular` are links and devices. `trust`: parsed lists or null, and a time. */
export async function verifyPackage({ files, irregular = [] }, trust) {
  const { judge, checks } = judging(), [names, digests] = [[...files.keys()].sort(byBytes), new Map()], has = (name) => files.has(name);
  const bytes = async (name) => demand(has(name), `The file is missing: ${name}`) && files.get(name)(), [exceptions, taken, open] = [[], new Map(), []];
  let [statement, plan] = [null, null]; await judge('files', () => {
    demand(irregular.length === 0, `Neither a file nor a folder, so it could show anything: ${some(irregular)}`);
    const others = names.filter((name) => name !== 'SHA256SUMS' && !isRunFile(name) && !signatureFile.test(name));
    if (others.length > 0) notDone(`Not part of the evidence: ${others.join(', ')}`);
  });
  for (const name of names.filter(isRunFile)) digests.set(name, sha256(await bytes(name)));
  await judge('sha256sums', async () => checkSums(await bytes('SHA256SUMS'), digests));
  await judge('report', async () => void (statement = readReport(await bytes('report.json'))));
  const report = statement?.predicate;
  if (report) {
    await judge('subjects', () => checkSubjects(statement, digests));
    await judge('plan', async () => void (plan = checkPlan(await bytes('plan.yaml'), report)));
    for (const [side, name] of sides.map((each) => [each, `${each}.fingerprint.json`])) await judge(`${side} fingerprint`, async () => checkFingerprint(report, side, has(name) ? await bytes(name) : null));
    await judge('tables', () => rebuild(bytes, report, plan, exceptions, taken));
    await judge('equation', () => checkEquation(report));
    await judge('exceptions', async () => checkExceptions(await bytes('exceptions.jsonl'), report, exceptions));
    await judge('gates', () => checkGates(report, plan, exceptions.every(({ isRead }) => isRead) ? taken : null));
    await judge('report.html', async () => demand(textOf(await bytes('report.html'), 'report.html').replace(/<[^>]*>/g, '').includes(digests.get('report.json')), 'The page was not made from this report.json (report.html)'));
    const advance = report.plan?.signed ? 'ssh-keygen -Y verify -n tallystick-plan judges plan.signed over plan.yaml' : 'Nobody had signed the plan: nothing shows that its rules were fixed in advance';
    await judge('plan signature', () => notDone(advance));
    await judge('by tallystick verify', () => notDone('Page, CSV and Parquet made again, the order of equal rows, self-test, certificates; with the exports: rows, values, sums and checks themselves'));
  }
  const signers = await judgeSignatures({ names, has, bytes, digests }, trust, judge);
  await judge('exceptions approved', () => { if (report) open.push(...openExceptions(report, signers, trust.now)); if (open.length > 0) notDone(`Exceptions not yet approved: ${some(open)}`); });
  return { sound: isSound(checks), verdict: report?.verdict ?? null, checks, signers, requirements: requirements(report, plan, isSound(checks), signers, open) };
}
function requirements(report, plan, sound, signers, open) {
  const rejected = namesOf(signers.filter(({ decision }) => decision === 'REJECT')).join(', '), there = (role) => signers.filter((signer) => signer.trusted && signer.role === role).length;
  const short = ['preparer', 'approver'].find((role) => sound && BigInt(there(role)) < n(report.signers[role]));
  const asked = short ? `The plan asks for ${report.signers[short]} ${short}, and ${there(short)} signed by a name you trust` : !plan && 'plan.yaml was not read, so whom it asks for is not known';
  const lacking = !sound ? 'The evidence is not sound' : rejected ? `Rejected by ${rejected}` : asked, signed = { met: !lacking, why: lacking || 'Everybody the plan asks for has signed, and nobody rejects' };
  const isReconciled = lacking || (open.length === 0 && report.verdict.startsWith('RECONCILED'));
  return { signed, reconciled: isReconciled ? signed : { met: false, why: `The verdict is ${report.verdict}, with ${open.length} exceptions not approved` } };
}
export function sentenceOf({ sound, checks, signers, proof }) {
  if (!sound) return checks.filter(({ result }) => result === 'failed').map(({ name, why }) => `${name}: ${why}`)[0];
  if (proof) return printable(`${proof.key} is ${proof.claim === 'absent' ? 'not ' : ''}in table ${proof.table} of the snapshot ${proof.identity}`);
  return `intact, signed by ${signers.flatMap(({ name, role, decision, trusted }) => (trusted ? `${name} (${role}${decision === 'REJECT' ? ', REJECTS' : ''})` : [])).join(', ') || 'nobody you named'}`;
}
// ---- The command line (Node)
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
hashes.sha256 = (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest());
export function openFolder(folder, path = '', found = { files: new Map(), irregular: [] }) { // no link is followed, so that no name inside leads out of it
  for (const entry of readdirSync(join(folder, path), { withFileTypes: true })) {
    const name = path === '' ? entry.name : `${path}/${entry.name}`;
    if (entry.isDirectory()) openFolder(folder, name, found);
    else if (entry.isFile()) found.files.set(name, () => new Uint8Array(readFileSync(join(folder, name))));
    else found.irregular.push(name);
  }
  return found;
}
const usage = 'tallystick-verify.mjs PACKAGE|PROOF [--trust allowed_signers] [--revoked FILE] [--require signed|reconciled] [--json]', read = (name) => new Uint8Array(readFileSync(name));
function printed({ sound, verdict, checks, signers, required, ...found }) {
  const marks = { passed: '✓', failed: '✗', not_done: '–' }, says = verdict ? `   the report says ${verdict.replaceAll('_', ' ')}` : '';
  const who = ({ name, role, decision, key, trusted }) => `  ${decision}  ${name}, ${role}, ${key ?? 'no key'}${trusted ? '' : ', not a name you trust'}`;
  const lines = checks.map(({ name, result, why }) => `  ${marks[result]} ${name.padEnd(30)}  ${why}`), asked = required ? `  ${required.met ? '✓' : '✗'} required: ${required.name}. ${required.why}` : [];
  return [`${sound ? 'SOUND' : 'NOT SOUND'}   ${sentenceOf({ sound, checks, signers, ...found })}${says}`, lines, signers.map(who), asked].flat().join('\n');
}
async function main() {
  const text = { type: 'string' }, others = ['source', 'target', 'tsa', 'journal'], options = { trust: text, revoked: text, require: text, json: { type: 'boolean' }, ...Object.fromEntries(others.map((name) => [name, text])) };
  let status = 2, isProof, lists, given, path;
  try {
    ({ values: given, positionals: path } = parseArgs({ allowPositionals: true, options }));
    demand(path.length === 1 && /^(signed|reconciled|undefined)$/.test(given.require), usage);
    [status, path] = [3, path[0]];
    lists = { allowed: given.trust === undefined ? null : parseAllowedSigners(utf8.decode(read(given.trust))), revoked: given.revoked === undefined ? null : parseRevoked(read(given.revoked)) };
    [isProof, status] = [statSync(path).isFile(), 2]; demand(!isProof || !(given.trust ?? given.revoked ?? given.require), 'A proof is verified by itself: verify the package for its signatures');
  } catch ({ message }) { return console.error(message), status; }
  const { requirements: all, ...found } = isProof ? await verifyProof(read(path)) : await verifyPackage(openFolder(path), { ...lists, now: Date.now() });
  const signers = found.signers.map(({ name, role, decision, key, trusted }) => ({ name, role, decision, key, trusted })), required = given.require && { name: given.require, ...all[given.require] };
  const undone = others.filter((name) => given[name]).map((name) => ({ name: `--${name}`, result: 'not_done', why: 'tallystick verify reads it, and this file does not' }));
  const document = { ...found, checks: [...found.checks, ...undone], signers, ...(required && { required }) };
  console.log(given.json ? JSON.stringify(document) : printed(document));
  return !found.sound ? 4 : document.required?.met === false ? 1 : 0;
}
if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.removeAllListeners('warning'); // Node 20 calls Ed25519 in WebCrypto experimental
  process.exitCode = await main().catch(({ code, message }) => (console.error(message), code ? 3 : 4)); // never 1, Node's own: that is said of the sound
}
