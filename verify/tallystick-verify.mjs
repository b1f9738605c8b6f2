#!/usr/bin/env node
// Judges a Tallystick package or proof with nothing but this file: plain JavaScript, no dependency, Node 20 or newer.
// Exit status: 0 sound, 1 sound but not what is required, 2 wrong command line, 3 nothing to read, 4 not sound.
// Written from docs/formats.md, sharing no line with the program that made the package; (4) is section 4 of that page.
// verifyPackage is the table of contents, its checks in order. A check throws what is wrong, or what is `notDone` here.
/** `files` maps names to { size, bytes(from, to) }, `irregular` names links; `trust` is { allowed, revoked, now }. */
export async function verifyPackage({ files, irregular = [] }, trust) {
  const [{ checks, judge }, names, digests] = [judging(), [...files.keys()].sort(byBytes), new Map()];
  const open = (name) => walk(files.get(name) ?? fail(`The file is missing: ${name}`), name);
  const read = async (name, file = open(name)) => file.take(file.size);
  for (const name of names.filter(isRunFile)) digests.set(name, await digestOf(open(name)));
  await judge('files', () => checkNames(names, irregular));
  await judge('sha256sums', async () => checkSums(await read('SHA256SUMS'), digests));
  const statement = await judge('report', async () => readReport(parseJcs(await read('report.json'), 'report.json')));
  const report = statement?.predicate ?? null;
  if (report) {
    await judge('subjects', () => checkSubjects(statement, digests));
    for (const side of sides) await judge(`${side} fingerprint`, () => checkFingerprint(report, side, digests));
    await judge('tables', () => rebuildTables(report, open));
    await judge('equation', () => checkEquation(report));
    await judge('exceptions', async () => checkExceptions(report, open('exceptions.jsonl')));
    await judge('gates', () => checkGates(report, wantedGates(report)));
    for (const [name, why] of Object.entries(leftToTheEngine)) await judge(name, () => notDone(why));
  }
  const signers = await judgeSignatures({ names, read, digests }, trust, { checks, judge });
  const approved = await judge('exceptions approved', () => checkApprovals(report?.exceptions, signers, trust.now));
  const requirements = judgeRequirements(report, isSound(checks), signers, approved !== null);
  return { sound: isSound(checks), verdict: report?.verdict ?? null, checks, signers, requirements };
}
const leftToTheEngine = {
  plan: 'plan.yaml is bound as it is; its limits, signers, rules and totals are taken as report.json has them',
  'plan signature': 'Rules fixed in advance: ssh-keygen -Y verify -n tallystick-plan judges plan.signed over plan.yaml',
  differences: 'Page, CSV and Parquet made again; order, files and rows of the differences, and values without a form',
  counts: 'Rows in equal buckets, by column, totals and shards; self-test, disagreements, other members of the report',
  exports: 'Their files and certificates; and, with the exports at hand, their rows, values, sums and checks',
};
function judgeRequirements(report, sound, signers, areApproved) { // of a sound package (8, 10)
  const [trusted, unmet] = [signers.filter((signer) => signer.trusted), (why) => ({ met: false, why })];
  const there = (role) => trusted.filter((own) => own.role === role).length;
  const short = ['preparer', 'approver'].find((role) => sound && there(role) < count(report.signers[role]));
  const rejecting = namesOf(signers.filter(({ decision }) => decision === 'REJECT')).join(', ');
  let signed = { met: true, why: 'All signed whom the plan asks for, by the word of report.json, and nobody rejects' };
  if (trusted.length === 0) signed = unmet('Nobody you trust signed, so whom the plan asks for is nobody’s word');
  if (short) signed = unmet(`The plan asks for ${report.signers[short]} ${short}, and you trust ${there(short)}`);
  if (rejecting) signed = unmet(`Rejected by ${rejecting}`);
  if (!sound) signed = unmet('The evidence is not sound');
  if (!signed.met || (areApproved && report.verdict.startsWith('RECONCILED'))) return { signed, reconciled: signed };
  return { signed, reconciled: unmet(`It is ${report.verdict}, exceptions approved: ${areApproved}`) };
}
export function sentenceOf({ sound, checks, signers, proof }) { // what was found, to read aloud
  if (!sound) return checks.filter(({ result }) => result === 'failed').map(({ name, why }) => `${name}: ${why}`)[0];
  const is = proof?.claim === 'absent' ? 'is not' : 'is';
  if (proof) return printable(`${proof.key} ${is} in table ${proof.table} of the snapshot ${proof.identity}`);
  const saidBy = ({ name, role, decision }) => `${name} (${role}${decision === 'REJECT' ? ', REJECTS' : ''})`;
  return `intact, signed by ${signers.filter(({ trusted }) => trusted).map(saidBy).join(', ') || 'nobody you named'}`;
}
// ---- Checks
function fail(why, result = 'failed') { throw Object.assign(new Error(why), { result }); }
const notDone = (why) => fail(why, 'not_done');
function demand(holds, whatIsWrong) { if (!holds) fail(whatIsWrong); }
function attempt(work, whatIsWrong) { try { return work(); } catch { return fail(whatIsWrong); } }
const some = (names) => names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${names.length - 5} more` : '');
const none = (names, whatIsWrong) => demand(names.length === 0, `${whatIsWrong}: ${some(names)}`);
const leave = (names, why) => (names.length > 0 ? notDone(`${why}: ${some(names)}`) : null);
const escaped = (c) => `\\u{${c.codePointAt(0).toString(16)}}`;
export const printable = (text) => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, escaped); // no cursor moves, no writing turns
function judging(checks = []) { // whatever a check throws is that check failed
  const judge = async (name, work) => {
    const passed = (found) => ({ result: 'passed', found, why: typeof found === 'string' ? found : '' });
    const refused = ({ result = 'failed', message }) => ({ result, found: null, why: message });
    const { result, found, why } = await (async () => work())().then(passed, refused);
    checks.push({ name, result, why: printable(why) });
    return found;
  };
  return { checks, judge };
}
const isSound = (checks) => checks.every(({ result }) => result !== 'failed');
const namesOf = (list) => list.map(({ name }) => name);
const sides = ['source', 'target'];
// ---- Bytes
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const bytesOf = (text) => new TextEncoder().encode(text);
const textOf = (bytes, where) => attempt(() => utf8.decode(bytes), `${where} is not UTF-8`);
const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const hex = (bytes) => bytes.reduce((text, byte) => text + hexPairs[byte], '');
const ofHex = (digits) => parseInt(digits, 16);
const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], ofHex);
const isDigest = (text) => /^[0-9a-f]{64}$/.test(text);
const uint32 = (bytes, at, little) => new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(at, little);
function concat(...parts) {
  const all = new Uint8Array(parts.reduce((all, part) => all + part.length, 0));
  for (let i = 0, at = 0; i < parts.length; at += parts[i++].length) all.set(parts[i], at);
  return all;
}
const same = (a, b) => a === b || (a.length === b.length && a.every((byte, i) => byte === b[i]));
const toBase64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
const decoded = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const fromBase64 = (text) => (toBase64(decoded(text)) === text ? decoded(text) : fail('Base64 is not in its one form'));
const byBytes = (a, b) => (hex(bytesOf(a)) < hex(bytesOf(b)) ? -1 : Number(a !== b)); // not JavaScript's own order
const ascends = (names) => names.every((name, i) => i === 0 || byBytes(names[i - 1], name) < 0);
// ---- Files of any size, a piece at a time
export const limits = { piece: 2 ** 20, line: 2 ** 28 }; // in bytes: what is read at once, the longest line
function walk({ size, bytes }, name) { // from its start to its end
  let [piece, start, at] = [new Uint8Array(0), 0, 0];
  const take = async (length) => {
    demand(at + length <= size, `The file is cut off (${name})`);
    const isHere = at + length <= start + piece.length;
    if (!isHere) [piece, start] = [await bytes(at, Math.min(size, at + Math.max(length, limits.piece))), at];
    return piece.subarray((at += length) - length - start, at - start);
  };
  return { name, size, take, some: () => take(Math.min(limits.piece, size - at)), isLeft: () => at < size };
}
const digestOf = async (file, hash = hashes.startSha256()) =>
  file.isLeft() ? digestOf(file, hash.update(await file.some())) : hex(hash.digest());
async function* linesOf(file) {
  for (let rest = new Uint8Array(0), number = 1; file.isLeft();) {
    rest = concat(rest, await file.some());
    const where = () => `${file.name}, line ${number}`;
    for (let end; (end = rest.indexOf(0x0a)) >= 0; rest = rest.subarray(end + 1), number++)
      yield { line: parseJcs(rest.subarray(0, end), where()), where: where() };
    const fits = rest.length === 0 || (file.isLeft() && rest.length <= limits.line);
    demand(fits, `The line has no end, or more than ${limits.line} bytes (${where()})`);
  }
}
// ---- H, of parts one after another. BLAKE3 is a tree over chunks of 1 KiB, of blocks of 64 bytes, little-endian
const start = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
const wordOrder = [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8];
const mixed = ['048c', '159d', '26ae', '37bf', '05af', '16bc', '278d', '349e'].map((four) => [...four].map(ofHex));
const rotateRight = (word, by) => (word >>> by) | (word << (32 - by));
const fourBytes = (word) => [word, word >>> 8, word >>> 16, word >>> 24];
const blake3 = (...parts) => Uint8Array.from(Array.from(treeWords(concat(...parts), 0, 8)).flatMap(fourBytes));
const allOfSha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), hashes.startSha256()).digest();
export const hashes = { sha256: allOfSha256, blake3, startSha256: null }; // the platform's, put there far below
const sha256 = (bytes) => hex(hashes.sha256(bytes));
function treeWords(bytes, first, root) { // the left half is the largest full tree
  if (bytes.length <= 1024) return chunkWords(bytes, first, root);
  const half = 2 ** (31 - Math.clz32(bytes.length - 1));
  const left = treeWords(bytes.subarray(0, half), first, 0);
  return compress(start, [...left, ...treeWords(bytes.subarray(half), first + half / 1024, 0)], 0, 64, 4 | root);
}
function chunkWords(chunk, number, root, state = start) {
  const [padded, length] = [concat(chunk, new Uint8Array(64)), chunk.length];
  for (let at = 0; at === 0 || at < length; at += 64) {
    const block = Array.from({ length: 16 }, (_, i) => uint32(padded, at + 4 * i, true));
    const flags = (at === 0 ? 1 : 0) | (at + 64 < length ? 0 : 2 | root);
    state = compress(state, block, number, Math.min(64, length - at), flags);
  }
  return state;
}
function compress(state, block, counter, length, flags) { // seven rounds, of columns, then diagonals
  const v = Uint32Array.from([...state, ...start.slice(0, 4), counter, counter / 2 ** 32, length, flags]);
  for (let step = 0, words = block; step < 112; step++) {
    const [a, b, c, d] = mixed[(step % 16) >> 1];
    v[a] += v[b] + words[step % 16];
    v[d] = rotateRight(v[d] ^ v[a], step % 2 === 0 ? 16 : 8);
    v[c] += v[d];
    v[b] = rotateRight(v[b] ^ v[c], step % 2 === 0 ? 12 : 7);
    if (step % 16 === 15) words = wordOrder.map((at) => words[at]);
  }
  return v.slice(0, 8).map((word, i) => word ^ v[i + 8]);
}
// ---- Numbers and canonical JSON: counts and amounts are texts, of any length and never rounded
const isCount = (text) => typeof text === 'string' && /^(0|[1-9]\d{0,999})$/.test(text);
const count = (text) => (isCount(text) ? BigInt(text) : fail(`"${text}" is no count`));
const sum = (list, of) => list.reduce((total, item) => total + of(item), 0n);
function units(text) { // of 10^-99, in which amounts of any scale add up
  const [, whole, fraction = ''] = /^(-?(?:0|[1-9]\d*))(?:\.(\d{1,99}))?$/.exec(text) ?? fail(`"${text}" is no amount`);
  return BigInt(whole + fraction.padEnd(99, '0'));
}
function jcs(value) { // RFC 8785: members in the order of their names, no space, one spelling of each text
  demand(typeof value !== 'string' || value.isWellFormed(), 'No Unicode');
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(jcs).join()}]`;
  return `{${Object.keys(value).sort().map((name) => `${jcs(name)}:${jcs(value[name])}`).join()}}`;
}
const equal = (a, b) => jcs(a) === jcs(b);
function parseJcs(bytes, where, isFree = false) { // nothing can hide in canonical JSON: no member twice
  const text = textOf(bytes, where);
  const [value, canonical] = attempt(() => [JSON.parse(text), jcs(JSON.parse(text))], `${where} is not JSON`);
  const plain = (_, token) => (token ? JSON.stringify(JSON.parse(token)) : ''); // without spaces and needless escapes
  const isOne = isFree && JSON.stringify(value) === text.replace(/("(?:[^"\\]|\\.)*")|\s/g, plain);
  return isOne || canonical === text ? value : fail(`${where} is not in canonical form (RFC 8785)`);
}
// ---- Records (1): only text is quoted, so a record falls apart in one way. A row without a key is its own key
const inFull = /^(text|int|bool|date|uuid|bytes|float|decimal\((\d|[1-6]\d|7[0-6])\)|(timestamp|datetime)\([0369]\))$/;
const areColumns = (columns, key) =>
  new Set(key).size === key.length && key.every((part) => namesOf(columns).includes(part)) &&
  ascends(namesOf(columns)) && columns.every(({ type }) => inFull.test(type));
function cellsOf(record, columns, where) { // as they stand in it, quotes and all; NULL is nothing
  const cells = columns.map(({ type }) => (type === 'text' ? '("[^"]*(?:""[^"]*)*"|)' : '([^",]*)'));
  const [whole, ...found] = new RegExp(`^${cells.join()}$`).exec(record) ?? [];
  return whole === record ? found : fail(`No record of the table (${where})`);
}
const valueOf = (cell) => (cell[0] === '"' ? cell.slice(1, -1).replaceAll('""', '"') : cell || null);
const keyPart = (key, names, list) => (key.length === 0 ? list : key.map((part) => list[names.indexOf(part)]));
// ---- Trees (4): the bytes 0 and 1 keep a leaf from being passed off as a node, and a node as a leaf
const leafOf = (H, listing) => H(Uint8Array.of(0), listing);
const nodeOf = (H, ...both) => H(Uint8Array.of(1), ...both);
async function rootOf(H, leaves, number, last = new Map()) { // what was joined last at a height is not joined again
  if (number === 1) return leaves.take(32);
  const both = concat(await rootOf(H, leaves, number / 2, last), await rootOf(H, leaves, number / 2, last));
  if (!last.has(number) || !same(both, last.get(number).both)) last.set(number, { both, node: nodeOf(H, both) });
  return last.get(number).node;
}
const keyOf = (entry) => entry.slice(0, 64);
const bucketOf = (entry, depth) => (depth === 0 ? 0 : parseInt(entry.slice(0, 8), 16) >>> (32 - depth));
function entriesOf(listing, bucket, { depth, key }, where) { // in hex, 64 digits of key digest and 64 of row digest
  const length = Math.ceil(listing.length / 64);
  const entries = Array.from({ length }, (_, i) => hex(listing.subarray(64 * i, 64 * i + 64)));
  const isWhole = (own) => own.length === 128 && (key.length > 0 || keyOf(own) === own.slice(64));
  const isFit = (own, i) => isWhole(own) && own >= (entries[i - 1] ?? '') && bucketOf(own, depth) === bucket;
  return entries.every(isFit) ? entries : fail(`An entry is of another bucket, out of order or not whole (${where})`);
}
// ---- The files of a package, and what binds them (8)
const unbound = ['report.html', 'report.json', 'run.json'];
const results = ['differences.csv', 'differences.ndjson', 'differences.parquet', 'exceptions.jsonl', 'plan.yaml'];
const fingerprintFile = /^(source|target)\.fingerprint\.json$/;
const treeFile = /^tables\/(\d{4}|[1-9]\d{4,})\/(source|target)\.(buckets|listings)$/;
const signFile = /^(report\.(dsse\.json|json\.sig)|signoffs\/(\d{3}|[1-9]\d{3,})\.(json|dsse\.json|json\.(sig|tsr)))$/;
const always = [...results, ...unbound];
const isRunFile = (name) => always.includes(name) || fingerprintFile.test(name) || treeFile.test(name);
const tableFolder = (index) => `tables/${String(index + 1).padStart(4, '0')}`;
const hasFingerprint = ({ tables }, side) => tables.every((table) => table[side].unrepresentable === '0');
function checkNames(names, irregular) {
  none(irregular, 'Neither a file nor a folder, so it could show anything');
  const strays = names.filter((name) => /^signoffs./.test(name) && !names.includes(`${name.split('.')[0]}.json`));
  none(strays, 'Not part of any sign-off');
  leave(names.filter((it) => !isRunFile(it) && !signFile.test(it) && it !== 'SHA256SUMS'), 'Not part of the evidence');
}
function checkSums(bytes, digests) { // made anew from the files that are here, and the same to the byte
  const lines = textOf(bytes, 'SHA256SUMS').split(/(?<=\n)/);
  const made = new Map([...digests].map(([name, digest]) => [name, `${digest}  ${name}\n`]));
  const changed = [...new Set([...always, ...made.keys()])].filter((name) => !lines.includes(made.get(name)));
  none(changed, 'Changed since SHA256SUMS was written, or not listed there');
  demand(equal(lines, [...made.values()]), 'SHA256SUMS lists what is not here, or not each file once and in order');
}
function checkSubjects({ subject, predicate }, digests) { // it binds every result, so that who signs it signs all
  const prints = sides.filter((side) => hasFingerprint(predicate, side)).map((side) => `${side}.fingerprint.json`);
  const treesIn = (folder) => sides.flatMap((side) => [`${folder}/${side}.buckets`, `${folder}/${side}.listings`]);
  const wanted = [...results, ...prints, ...predicate.tables.flatMap((_, i) => treesIn(tableFolder(i)))].sort(byBytes);
  none([...digests.keys()].filter((name) => ![...wanted, ...unbound].includes(name)), 'The report has no such files');
  const made = wanted.map((name) => ({ digest: { sha256: digests.get(name) ?? 'missing' }, name }));
  demand(equal(subject, made), 'The subjects of report.json are not its result files in byte order, or changed');
}
// ---- The report (8): at one with itself, before anything is held to it
const inToto = 'https://in-toto.io/Statement/v1';
const isUtc = (text) => /^\d{4}-/.test(text) && new Date(text).toJSON() === text.replace('Z', '.000Z');
const isHash = (name) => name === 'sha256' || name === 'blake3';
const isTable = ({ columns, key, depth }) => areColumns(columns, key) && [...Array(25).keys()].includes(depth);
const entriesIn = ({ rows, excluded, unrepresentable }) => count(rows) - count(excluded) - count(unrepresentable);
function readReport(statement) {
  const { tables, at, hash, exceptions, signers, verdict } = statement.predicate;
  const isReport = statement._type === inToto && statement.predicateType === 'urn:tallystick:reconciliation:v1';
  const isWhole = isUtc(at) && isHash(hash) && Array.isArray(exceptions) && typeof verdict === 'string';
  const isAsking = isCount(signers.preparer) && isCount(signers.approver);
  demand(isReport && isWhole && isAsking, 'report.json: no report with time, hash, exceptions, signers and verdict');
  const areTables = tables.length > 0 && ascends(namesOf(tables)) && tables.every(isTable);
  return areTables ? statement : fail('report.json: tables, columns or keys are not in order, each once and in full');
}
// ---- Fingerprints (5): made anew from what the report says
function checkFingerprint({ hash, tables, sides: exports }, side, digests) {
  const [where, { identity }, isThere] = [`${side}.fingerprint.json`, exports[side], hasFingerprint({ tables }, side)];
  const isBound = (digests.get(where) ?? null) === identity && isThere === (identity !== null);
  demand(isBound, `Its SHA-256 is not the ${side}'s identity in report.json (${where})`);
  if (!isThere) return `The ${side} has an unrepresentable row, so nothing is proved of it`;
  if (tables.some(({ proven }) => !proven)) notDone('How many rows a table has that is not proven is not known');
  const typed = (columns) => columns.map(({ name, type }) => ({ name, type }));
  const made = tables.map(({ name, key, depth, columns, roots, ...table }) =>
    ({ name, key, depth, columns: typed(columns), root: roots[side], rows: String(entriesIn(table[side])) }));
  const digest = sha256(bytesOf(jcs({ type: 'tallystick/fingerprint/v1', hash, tables: made })));
  demand(digest === identity, `report.json makes another fingerprint than the ${side}'s (${where})`);
}
// ---- Rebuilding (7, 8): roots from buckets, leaves from listings, kinds from listings, differences from records
async function rebuildTables({ tables, hash }, open) { // bucket by bucket, as differences.ndjson is in their order
  const [lines, H, take] = [linesOf(open('differences.ndjson')), hashes[hash], async () => (await lines.next()).value];
  let next = await take();
  for (const [i, table] of tables.entries()) {
    const { name, proven, depth, roots } = table;
    const filesOf = (kind) => sides.map((side) => open(`${tableFolder(i)}/${side}.${kind}`));
    for (const [s, leaves] of filesOf('buckets').entries())
      demand(leaves.size === 32 * 2 ** depth && hex(await rootOf(H, leaves, 2 ** depth)) === roots[sides[s]],
        `The leaf hashes do not make the ${sides[s]}'s root of table ${name} (${leaves.name})`);
    const [tally, isHere] = [new Map(), () => next?.line.table === name];
    while (isHere() && (!proven || next.line.kind === 'unrepresentable')) next = await take();
    for await (const { bucket, left } of bucketsApart(table, H, filesOf('buckets'), filesOf('listings'))) {
      for (; isHere() && bucketOf(next.line.keyDigest, depth) === bucket; next = await take())
        checkDifference(next.line, { ...table, H, left, tally }, next.where);
      const lacking = [...left].filter(([, rows]) => proven && rows.left !== 0n).map(([entry]) => entry);
      none(lacking, `The listings hold entries of table ${name} that differences.ndjson lacks`);
    }
    if (proven) checkTally(table, tally);
  }
  demand(!next, `The listings hold no such difference, or not in this place (${next?.where})`);
  leave(namesOf(tables.filter(({ proven }) => !proven)), 'Not judged where the run itself proved nothing');
}
async function* bucketsApart(table, H, leaves, listings) { // that differ: each is listed, and hashes to its leaf
  for (let bucket = 0; bucket < 2 ** table.depth; bucket++) {
    const [both, entries] = [[await leaves[0].take(32), await leaves[1].take(32)], []];
    for (const [side, file] of same(...both) ? [] : listings.entries()) {
      const head = await file.take(8);
      demand(uint32(head, 0) === bucket, `Bucket ${bucket} differs and is not listed in its place (${file.name})`);
      const listing = await file.take(64 * uint32(head, 4));
      demand(same(leafOf(H, listing), both[side]), `Listing ${bucket} does not hash to its leaf (${file.name})`);
      entries.push(entriesOf(listing, bucket, table, file.name));
    }
    if (entries.length > 0) yield { bucket, left: withoutMatches(...entries) };
  }
  for (const file of listings) demand(!file.isLeft(), `A bucket that does not differ is listed (${file.name})`);
}
const add = (tally, what, by) => tally.set(what, (tally.get(what) ?? 0n) + by);
const tallied = (list) => list.reduce((all, what) => add(all, what, 1n), new Map());
function withoutMatches(source, target) { // by entry: how often (negative: target), and rows of its key on each side
  const [times, ours, theirs] = [tallied(source), tallied(source.map(keyOf)), tallied(target.map(keyOf))];
  for (const entry of target) add(times, entry, -1n);
  const rows = (k) => ({ source: ours.get(k) ?? 0n, target: theirs.get(k) ?? 0n });
  return new Map([...times].filter(([, n]) => n !== 0n).map(([own, left]) => [own, { left, ...rows(keyOf(own)) }]));
}
function checkDifference(line, { name, H, key, columns, left, tally }, where) { // made anew from its records
  const [there, names, cells] = [sides.filter((side) => line[side]), namesOf(columns), {}];
  const made = { table: name, keyDigest: line.keyDigest, columns: [], source: null, target: null };
  let rows;
  for (const side of there) {
    const { record, digest, file, row } = line[side];
    cells[side] = cellsOf(record, columns, where);
    const keyCells = keyPart(key, names, cells[side]);
    const isIts = hex(H(bytesOf(record))) === digest && hex(H(bytesOf(keyCells.join()))) === line.keyDigest;
    demand(isIts, `The ${side}'s record does not have its digest, or its key (${where})`);
    const step = side === 'source' ? 1n : -1n;
    rows = left.get(line.keyDigest + digest);
    demand(rows && rows.left * step > 0n, `The listings hold no such difference (${where})`);
    rows.left -= step;
    Object.assign(made, { key: keyCells.map(valueOf), [side]: { record, digest, file, row } });
  }
  const isPair = key.length > 0 && rows.source === 1n && rows.target === 1n; // (7): its key is once on each side
  demand(there.length === (isPair ? 2 : 1), `The listings have a partner for the row, or none (${where})`);
  made.kind = key.length > 0 && (rows.source > 1n || rows.target > 1n) ? 'duplicate' : `${there[0]}_only`;
  if (isPair) {
    const apart = columns.map((column, c) => apartBy(column, cells.source[c], cells.target[c]));
    made.kind = apart.includes('changed') ? 'changed' : 'within_tolerance';
    made.columns = names.filter((_, c) => apart[c] !== null);
    for (const [c, by] of apart.entries()) if (typeof by === 'bigint') add(tally, `sum in ${names[c]}`, by);
  }
  demand(equal(line, made), `Listings and records make another line (${where})`);
  for (const side of there) add(tally, `${line.kind} of the ${side}`, 1n);
}
function apartBy({ tolerance }, a, b) { // by how much where that is tolerated; null where they are equal
  if (a === b || tolerance === undefined || a === '' || b === '') return a === b ? null : 'changed';
  const by = units(a) > units(b) ? units(a) - units(b) : units(b) - units(a);
  return by <= units(tolerance) ? by : 'changed';
}
const termsOf = { changed: 'changed', within_tolerance: 'withinTolerance', duplicate: 'duplicatesLeft' };
function checkTally({ name, columns, ...table }, tally) { // as many differences as the report counts
  const ofSide = (side) => Object.entries({ ...termsOf, [`${side}_only`]: 'only' }).map(([kind, term]) =>
    [`${kind} of the ${side}`, count(table[side][term])]);
  const sums = columns.map((column) => [`sum in ${column.name}`, units(column.toleranceSum ?? '0')]);
  const isWrong = ([what, number]) => (tally.get(what) ?? 0n) !== number;
  const wrong = [...sums, ...sides.flatMap(ofSide)].filter(isWrong).map(([what]) => what);
  none(wrong, `The differences of table ${name} make another number than report.json says`);
}
// ---- The equation (7)
const keyTerms = ['changed', 'withinTolerance', 'duplicatesMatched', 'duplicatesLeft'];
const bothTerms = ['matched', 'matchedUnderRule', 'changed', 'withinTolerance', 'duplicatesMatched'];
function checkEquation({ tables }) {
  for (const { name, key, totals, source, target } of tables.filter(({ proven }) => proven)) {
    for (const own of [source, target]) {
      const ofKeys = sum(keyTerms, (term) => count(own[term]));
      const terms = count(own.matched) + count(own.only) + ofKeys;
      const isClosed = terms === entriesIn(own) && (key.length > 0 || ofKeys === 0n); // by kinds that a key tells
      demand(isClosed, `The equation does not close: the terms of table ${name} make ${terms}, or need a key`);
    }
    none(bothTerms.filter((term) => source[term] !== target[term]), `The sides of table ${name} have other numbers`);
    const isWrong = (own) => units(own.target) - units(own.source) !== units(own.difference);
    none(namesOf(totals.filter(isWrong)), `A total of table ${name} has a difference that is not target less source`);
  }
}
// ---- Exceptions (10)
const person = (name) => name.normalize('NFC').toLowerCase();
async function checkExceptions({ exceptions, at, carried }, file, lines = []) {
  for await (const { line } of linesOf(file)) lines.push(line);
  const isSame = equal(lines, exceptions) && ascends(lines.map(({ id }) => id));
  demand(isSame, 'exceptions.jsonl and report.json do not hold the same exceptions, each once');
  for (const { id, ...exception } of lines) {
    demand(sha256(bytesOf(jcs(exception))) === id, `Exception ${id} has the id of another`);
    demand(person(exception.owner) !== person(exception.approver), `The owner of exception ${id} is its approver`);
    demand(isUtc(exception.expires) && exception.expires > at, `Exception ${id} had expired`);
  }
  if (lines.length > 0 || carried) notDone('Which rows they bind, which lapsed, what totals and shares they make up');
}
function checkApprovals(exceptions = [], signers, now) { // by a sign-off of the approver that lists it, in time
  const foreign = signers.flatMap((own) => own.exceptions.filter((id) => !exceptions.some((each) => each.id === id)));
  none(foreign, 'A sign-off lists an exception that the package has not');
  const approving = signers.filter(({ trusted, decision }) => trusted && decision === 'APPROVE');
  const approves = (own, { id, approver }) => person(own.name) === person(approver) && own.exceptions.includes(id);
  const isOpen = (each) => now >= Date.parse(each.expires) || !approving.some((own) => approves(own, each));
  leave(exceptions.filter(isOpen).map(({ id }) => id), 'Exceptions not yet approved');
}
// ---- Gates and verdict (6, 7), judged again from the counts, by the limits that the report has
function checkGates({ gates, tables, exceptions, verdict }, wanted) {
  demand(equal(namesOf(gates), namesOf(wanted)), `The gates are not ${namesOf(wanted).join(', ')}`);
  const judged = wanted.map(({ name, value, kind, limit, fits }, i) => {
    const [gate, out] = [gates[i], count(gates[i].excepted)]; // exceptions take out no more than they name
    const named = sum(exceptions.filter((each) => each.kind === kind), (each) => count(each.rows.count));
    const most = name === 'totals' && exceptions.length > 0 ? BigInt(value) : named;
    demand(out <= most, `The gate ${name} excepts more than the exceptions of the package cover`);
    const isWithin = (less) => fits ?? BigInt(value) - less <= (limit ? 0n : count(gate.limit));
    const pass = fits === false && out > 0n ? gate.pass : isWithin(out); // of a share or a sum, as the report says
    const made = { name, limit: limit ?? gate.limit, value: String(value), excepted: gate.excepted, pass };
    demand(equal(gate, made), `Judged again from the counts, the gate ${name} is not what report.json says`);
    return { pass, passesAlone: isWithin(0n) };
  });
  const reconciled = judged.every(({ passesAlone }) => passesAlone) ? 'RECONCILED' : 'RECONCILED_WITH_EXCEPTIONS';
  const passed = judged.every((own) => own.pass) ? reconciled : 'NOT_RECONCILED';
  const follows = tables.every(({ proven }) => proven) ? passed : 'NOT_PROVEN';
  demand(verdict === follows, `The verdict that follows is ${follows}, and report.json says ${verdict}`);
}
function wantedGates({ gates, tables, coverage, sides: exports }) {
  const rows = (side, term) => sum(tables, (table) => count(table[side][term]));
  const failing = sides.flatMap((own) => exports[own].certificates ?? []).map(({ result }) => result === 'fails');
  const unequal = tables.flatMap(({ totals }) => totals.filter(({ source, target }) => source !== target));
  return [
    ...sides.map((side) => ({ name: `${side}_only`, value: rows(side, 'only'), kind: `${side}_only` })),
    { name: 'changed', value: rows('source', 'changed'), kind: 'changed' },
    { name: 'duplicates', value: sum(sides, (side) => rows(side, 'duplicatesLeft')), kind: 'duplicate' },
    { name: 'unrepresentable', value: sum(sides, (side) => rows(side, 'unrepresentable')) },
    { name: 'unmapped', value: coverage.unmapped.length },
    ...(failing.length > 0 ? [{ name: 'certificates', value: failing.filter(Boolean).length }] : []),
    ...toleranceGates(gates, tables).map((gate) => ({ ...gate, kind: 'within_tolerance' })),
    { name: 'totals', value: unequal.length, limit: 'equal' },
    { name: 'checks', value: tables.flatMap(({ checks }) => checks.filter((own) => !own.pass)).length, limit: 'pass' },
  ];
}
function toleranceGates(gates, tables) { // without a limit for share or sum, no row may be within tolerance only
  const tolerated = tables.map(({ source }) => source).filter((own) => own.withinTolerance !== '0');
  const isFew = (ratio) => (own) => count(own.withinTolerance) * units('1') <= units(ratio) * entriesIn(own);
  const all = sum(tables.flatMap(({ columns }) => columns), ({ toleranceSum }) => units(toleranceSum ?? '0'));
  const shown = tolerated.map((own) => `${own.withinTolerance} of ${entriesIn(own)}`).join(', ') || '0';
  const byRatio = ({ name, limit }) => ({ name, value: shown, fits: tolerated.every(isFew(limit)) });
  const bySum = ({ name, limit, value }) => ({ name, value: units(value) === all && value, fits: all <= units(limit) });
  const limitedBy = (what, judged) => gates.filter(({ name }) => name === `within_tolerance.${what}`).map(judged);
  const limited = [...limitedBy('max_ratio', byRatio), ...limitedBy('max_sum', bySum)];
  const rows = sum(tolerated, (own) => count(own.withinTolerance));
  return limited.length > 0 ? limited : [{ name: 'within_tolerance', value: rows, limit: '0' }];
}
// ---- Signatures (8): OpenSSH's wire form, strings with their length before them; sshsig; DSSE
function fieldsOf(bytes) {
  if (bytes.length === 0) return [];
  const end = 4 + uint32(bytes, 0);
  return end <= bytes.length ? [bytes.subarray(4, end), ...fieldsOf(bytes.subarray(end))] : fail('is cut off');
}
const wireString = (bytes) => concat(unhex(bytes.length.toString(16).padStart(8, '0')), bytes);
// Hardware (sk-) has one field more: the name of the application, which it signs with what it is given.
const ofHardware = ['sk-ssh-ed25519@openssh.com 2', 'sk-ecdsa-sha2-nistp256@openssh.com 3'];
const keyForms = ['ssh-ed25519 1', 'ecdsa-sha2-nistp256 2', ...ofHardware];
function publicKey(blob) {
  const [type, ...fields] = fieldsOf(blob);
  const name = utf8.decode(type);
  demand(keyForms.includes(`${name} ${fields.length}`), 'is by a key of a type that is not known here');
  const isEdwards = name.includes('ed25519');
  demand(isEdwards || utf8.decode(fields[0]) === 'nistp256', 'is by a key of another curve');
  const application = name.startsWith('sk-') ? hashes.sha256(fields.at(-1)) : null;
  const fingerprint = `SHA256:${toBase64(hashes.sha256(blob)).replace(/=*$/, '')}`;
  return { type: name, isEdwards, point: fields[isEdwards ? 0 : 1], application, id: hex(blob), fingerprint };
}
async function isSigned({ point, isEdwards }, data, signature) {
  const form = isEdwards ? { name: 'Ed25519' } : { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', point, form, false, ['verify']);
  return crypto.subtle.verify(form, key, signature, data);
}
// ECDSA's two numbers, each in 32 bytes as WebCrypto wants them: a 0 may stand before one, and nothing else.
const in32 = (own) => (own.length - Number(own[0] === 0) > 32 ? fail('is too long') : hex(own).padStart(64, '0'));
const halves = (r, s) => unhex(in32(r).slice(-64) + in32(s).slice(-64));
const armour = /^-----BEGIN SSH SIGNATURE-----\n((?:[\w+/=]{70}\n)*[\w+/=]{1,70})\n-----END SSH SIGNATURE-----\n$/;
async function sshSigner(message, namespace, armoured) {
  const [, base64] = armour.exec(utf8.decode(armoured)) ?? fail('is not an OpenSSH signature as ssh-keygen writes it');
  const blob = fromBase64(base64.replaceAll('\n', ''));
  demand(hex(blob.subarray(0, 10)) === hex(bytesOf('SSHSIG\0\0\0\x01')), 'is no OpenSSH signature of version 1');
  const [keyBlob, own, reserved, hashName, signature, ...more] = fieldsOf(blob.subarray(10));
  const [key, hash, made] = [publicKey(keyBlob), utf8.decode(hashName), utf8.decode(own)];
  demand(made === namespace, `was made for "${made}", not for "${namespace}"`);
  const tail = key.application ? signature.subarray(-5) : []; // of hardware: flags and a counter
  const [type, raw, ...rest] = fieldsOf(signature.subarray(0, signature.length - tail.length));
  const isKnown = /^sha(256|512)$/.test(hash) && utf8.decode(type) === key.type;
  demand(isKnown && reserved.length + more.length + rest.length === 0, 'uses a form that is not known here');
  const digest = new Uint8Array(await crypto.subtle.digest(hash.replace('sha', 'SHA-'), message));
  const signed = concat(bytesOf('SSHSIG'), ...[own, [], hashName, digest].map(wireString));
  const data = key.application ? concat(key.application, tail, hashes.sha256(signed)) : signed;
  const isBySigner = await isSigned(key, data, key.isEdwards ? raw : halves(...fieldsOf(raw)));
  return isBySigner ? key : fail('is not over these bytes');
}
async function checkEnvelope({ payload: own, payloadType: type, signatures, ...more }, payload, key, name) {
  const isKnown = type === 'application/vnd.in-toto+json' && signatures.length === 1 && Object.keys(more).length === 0;
  demand(isKnown && same(fromBase64(own), payload), `${name} is not a DSSE envelope of the file beside it`);
  const signed = concat(bytesOf(`DSSEv1 ${type.length} ${type} ${payload.length} `), payload);
  const raw = fromBase64(signatures[0].sig); // of ECDSA in DER: 0x30, a length, 2, that of r, r, 2, that of s, s
  const [r, s] = [raw.subarray(4, 4 + raw[3]), raw.subarray(6 + raw[3])];
  const isDer = key.isEdwards || same(raw, concat([0x30, 4 + r.length + s.length, 2, r.length], r, [2, s.length], s));
  const signature = key.isEdwards ? raw : halves(r, s);
  const isBySigner = isDer && signatures[0].keyid === key.fingerprint && (await isSigned(key, signed, signature));
  demand(isBySigner, `${name} is not by the key of the signature beside it`);
}
// ---- Whom the auditor names: allowed_signers as ssh-keygen reads it, and a list of revoked keys
function signerTime(text) { // YYYYMMDD[HHMM[SS]][Z], local without the Z
  const [date] = /^\d{8}(\d{4}(\d\d)?)?(?=Z?$)/i.exec(text);
  const [year, month, day, ...time] = date.match(/^\d{4}|\d\d/g).map(Number);
  const utc = Date.UTC(year, month - 1, day, ...time);
  demand(new Date(utc).toISOString().replace(/\D/g, '').startsWith(date), 'none');
  return date === text ? new Date(year, month - 1, day, ...time).getTime() : utc;
}
const option = String.raw`[\w-]+="(?:[^"\\]|\\.)*"`;
const namesAndOptions = String.raw`^[ \t]*(?:"([^"]*)"|([^#\s"][^\s"]*))[ \t]+(?:(${option}(?:,${option})*,?)[ \t]+)?`;
const signerLine = new RegExp(namesAndOptions + String.raw`((?:ssh|ecdsa|sk)-\S+)[ \t]+([\w+/]+=*)(?:[ \t]|$)`);
function parseSigner(_, quoted, plain, written = '', type, base64) {
  const all = Array.from(written.matchAll(new RegExp(option, 'g')), ([each]) => /^(.*?)="(.*)"$/.exec(each));
  const options = new Map(all.map(([, name, own]) => [name.toLowerCase(), own]));
  const timeOf = (name, otherwise) => (options.has(name) ? signerTime(options.get(name)) : otherwise);
  const when = [timeOf('valid-after', -Infinity), timeOf('valid-before', Infinity)];
  const areKnown = [...options.keys()].every((name) => /^(namespaces|valid-after|valid-before)$/.test(name));
  const key = publicKey(fromBase64(base64));
  demand(areKnown && options.size === all.length && key.type === type && when[0] < when[1], 'Grants nothing');
  return { names: (quoted ?? plain).split(','), key: key.id, namespaces: options.get('namespaces')?.split(','), when };
}
export function parseAllowedSigners(bytes) {
  const signerIn = (line) => { try { return parseSigner(...signerLine.exec(line)); } catch { return []; } }; // unread
  return textOf(bytes, 'The list of signers').split(/\r?\n/).flatMap(signerIn);
}
export function parseRevoked(bytes) {
  const what = 'The list of revoked keys, public keys one a line (of a KRL, ssh-keygen -Q -f KRL KEY.pub tells),';
  const lines = textOf(bytes, what).split(/\r?\n/).filter((line) => !/^\s*(#|$)/.test(line));
  const keyIn = (line) => publicKey(fromBase64(/(?:ssh|ecdsa|sk)-\S+ +(\S+)/.exec(line)[1])).id;
  return new Set(lines.map((line) => attempt(() => keyIn(line), `${what} has a line without a key: ${line}`)));
}
const literal = (pattern) => pattern.replace(/[^*?]/gu, escaped).replaceAll('*', '.*').replaceAll('?', '.');
const hasMatch = (text, patterns) => patterns.some((own) => new RegExp(`^${literal(own)}$`, 'su').test(text));
const refused = (patterns) => patterns.filter((pattern) => pattern[0] === '!').map((pattern) => pattern.slice(1));
const matches = (text, patterns) => hasMatch(text, patterns) && !hasMatch(text, refused(patterns));
function checkName({ allowed, revoked, now }, { name, at }, key, namespace) { // wrong where the list contradicts
  demand(!revoked?.has(key.id), `"${name}" signed with a key that is revoked, judged at the time of verifying`);
  if (!allowed) notDone(`Nobody was named, so nothing is known of "${name}"`);
  const [ofKey, isNamed] = [allowed.filter((own) => own.key === key.id), (own) => matches(name, own.names)];
  const [ofName, both] = [allowed.filter(isNamed), ofKey.filter(isNamed)];
  if (ofKey.length + ofName.length === 0) notDone(`"${name}" is nobody you named`);
  demand(ofName.length > 0, `"${name}" signed with the key of ${ofKey[0]?.names.join(', ')}`);
  demand(both.length > 0, `"${name}" signed with a key that is not the one listed for that name`);
  const permitted = both.filter(({ namespaces }) => !namespaces || matches(namespace, namespaces));
  demand(permitted.length > 0, `"${name}" has a key that may not sign for ${namespace}`);
  const isValid = (time) => permitted.some(({ when: [from, until] }) => from <= time && time <= until);
  demand(isValid(Date.parse(at)) && isValid(now), `"${name}" has a key that is not valid at ${at}, or now`);
}
// ---- Sign-offs (8)
const personName = /^(?!\s)[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]+(?<!\s)$/u;
function readSignoff({ _type, predicate, predicateType, subject, ...more }, where) {
  const { at, decision, exceptions, journal, name, role, text, ...rest } = predicate;
  const form = [_type, predicateType, namesOf(subject), more, rest, typeof text];
  const isForm = equal(form, [inToto, 'urn:tallystick:signoff:v1', ['report.html', 'report.json'], {}, {}, 'string']);
  const isSaid = /^(preparer|approver|auditor) (APPROVE|REJECT)$/.test(`${role} ${decision}`) && isUtc(at);
  const isBound = exceptions.every(isDigest) && (journal === null || (isCount(journal.size) && isDigest(journal.root)));
  demand(isForm && personName.test(name) && isSaid && isBound, `Not a sign-off (${where})`);
  return { ...predicate, reports: subject.map(({ digest }) => digest.sha256) };
}
function conflictOf(a, b) { // nobody signs twice, no preparer approves
  const [who, roles] = [`"${a.name}" (${a.number}) and "${b.name}" (${b.number})`, [a.role, b.role].sort().join()];
  const [isPerson, isKey] = [person(a.name) === person(b.name), a.key !== null && a.key === b.key];
  if (!isPerson && !isKey) return roles === 'preparer,preparer' ? `${who} both sign as preparer` : [];
  const twice = `One ${isPerson ? 'person' : 'key'} signed twice`;
  return `${roles === 'approver,preparer' ? 'The approver is the preparer' : twice}: ${who}`;
}
async function judgeSignatures({ names, read, digests }, trust, { checks, judge }) {
  const judgeBoth = async (label, name, namespace) => { // the envelope, where there is one, must be by the same key
    const [envelope, why] = [name.replace(/\.json$/, '.dsse.json'), (error) => fail(`${name}.sig ${error.message}`)];
    const signer = async () => sshSigner(await read(name), namespace, await read(`${name}.sig`)).catch(why);
    const key = await judge(`${label}: OpenSSH signature`, signer);
    await judge(`${label}: envelope`, async () => {
      if (!names.includes(envelope)) notDone(`${envelope} is absent: there is an OpenSSH signature alone`);
      const sealed = parseJcs(await read(envelope), envelope);
      await checkEnvelope(sealed, await read(name), key ?? fail('The key is not known'), envelope);
    });
    return key;
  };
  const [signers, reports] = [[], [digests.get('report.html') ?? null, digests.get('report.json') ?? null]];
  for (const name of names.filter((each) => /\/\d+\.json$/.test(each) && signFile.test(each))) {
    const [number, before] = [/\d+/.exec(name)[0], checks.length];
    const judgeOf = (what, work) => judge(`sign-off ${number}: ${what}`, work);
    const signoff = await judgeOf('statement', async () => readSignoff(parseJcs(await read(name), name), name));
    const key = await judgeBoth(`sign-off ${number}`, name, 'tallystick-signoff');
    if (!signoff) continue;
    await judgeOf('report', () => demand(equal(signoff.reports, reports), `${name} is a sign-off of another report`));
    const check = () => checkName(trust, signoff, key ?? fail('No signature holds'), 'tallystick-signoff');
    const trusted = (await judgeOf('name', check)) !== null && isSound(checks.slice(before));
    signers.push({ ...signoff, number, key: key?.fingerprint ?? null, trusted });
    if (signoff.journal) await judgeOf('journal', () => notDone(`It binds ${signoff.journal.size} lines of a journal`));
    if (names.includes(`${name}.tsr`)) await judgeOf('timestamp', () => notDone('Not read: its key is judged for now'));
  }
  if (signers.length === 0) await judge('sign-offs', () => notDone('Nobody has signed'));
  const clashes = signers.flatMap((a, i) => signers.slice(i + 1).flatMap((b) => conflictOf(a, b)));
  await judge('signers', () => demand(clashes.length === 0, clashes.join('; ')));
  const preparer = signers.find(({ role }) => role === 'preparer');
  const key = preparer ? await judgeBoth('report', 'report.json', 'tallystick-report') : null;
  await judge('report: preparer', () => {
    const isThere = names.includes('report.json.sig') || names.includes('report.dsse.json');
    demand(preparer || !isThere, 'report.json.sig is here, and no sign-off of a preparer');
    demand(!key || key.fingerprint === preparer.key, 'report.json.sig is not by the key of the preparer');
    if (key) checkName(trust, preparer, key, 'tallystick-report');
  });
  return signers;
}
// ---- Proofs (9)
export async function verifyProof(bytes) {
  const { checks, judge } = judging();
  const proof = await judge('proof', () => checkProof(parseJcs(bytes, 'The file', true)));
  const identity = proof && sha256(bytesOf(jcs(proof.fingerprint)));
  const isNamed = () => (proof.identity === undefined ? notDone('It names no snapshot') : proof.identity === identity);
  if (proof) await judge('snapshot', () => demand(isNamed(), 'It is the proof of another snapshot'));
  return { sound: isSound(checks), verdict: null, checks, signers: [], proof: proof && { ...proof, identity } };
}
function treesIn({ type, hash, tables }) {
  demand(type === 'tallystick/fingerprint/v1' && isHash(hash), 'Not a fingerprint of version 1');
  const areTrees = tables.every((table) => isTable(table) && isDigest(table.root) && isCount(table.rows));
  return areTrees && ascends(namesOf(tables)) ? tables : fail('Tables of the fingerprint are out of order, or none');
}
const proofMembers = 'bucket claim fingerprint identity key listing path record table type'.split(' ');
function checkProof(proof) { // nothing is signed of it, so that any program may have written it
  const { type, claim, key, record, bucket, path, fingerprint } = proof;
  const areKnown = type === 'tallystick/proof/v1' && Object.keys(proof).every((name) => proofMembers.includes(name));
  demand(areKnown && /^(included|absent)$/.test(claim), 'Not a proof of version 1');
  const tree = treesIn(fingerprint).find(({ name }) => name === proof.table) ?? fail('There is no such table');
  const [H, listing, isAbsent] = [hashes[fingerprint.hash], fromBase64(proof.listing), claim === 'absent'];
  const [keyDigest, ofItsKey] = [hex(H(bytesOf(key))), (list) => keyPart(tree.key, namesOf(tree.columns), list)];
  cellsOf(key, ofItsKey(tree.columns), 'key');
  const claims = `The proof claims ${isAbsent ? 'absence' : 'inclusion'}`;
  demand((record === null) === isAbsent, `${claims}, and shows ${isAbsent ? 'a' : 'no'} record`);
  demand(isAbsent || ofItsKey(cellsOf(record, tree.columns, 'record')).join() === key, 'The record has another key');
  demand(String(bucketOf(keyDigest, tree.depth)) === bucket, 'The key belongs to another bucket');
  const isIt = (entry) => (isAbsent ? keyOf(entry) === keyDigest : entry === keyDigest + hex(H(bytesOf(record))));
  const isListed = entriesOf(listing, Number(bucket), tree, 'proof').some(isIt);
  demand(isListed !== isAbsent, `${claims}, and the listing says otherwise`);
  demand(path.length === tree.depth && path.every(isDigest), `A path in this tree has ${tree.depth} steps`);
  const above = (node, next, i) => ((Number(bucket) >>> i) % 2 === 1 ? nodeOf(H, next, node) : nodeOf(H, node, next));
  const root = hex(path.map(unhex).reduce(above, leafOf(H, listing)));
  return root === tree.root ? proof : fail('The listing and the path do not make the root in the fingerprint');
}
// ---- The command line (Node): all above runs in a browser too, in index.html
import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
hashes.startSha256 = () => createHash('sha256');
const usage = 'usage: PACKAGE|PROOF [--trust allowed_signers] [--revoked FILE] [--require signed|reconciled] [--json]';
const forTheEngine = ['source', 'target', 'tsa', 'journal', 'revoked-since', 'threads', 'memory', 'temp'];
const part = (start, to) => ({ start, end: to - 1, highWaterMark: limits.piece });
const fileAt = (path) => ({ size: statSync(path).size, bytes: (...at) => buffer(createReadStream(path, part(...at))) });
export function openFolder(folder, inner = '', found = { files: new Map(), irregular: [] }) { // no link is followed
  for (const each of readdirSync(`${folder}/${inner}`, { withFileTypes: true })) {
    const name = `${inner}${each.name}`;
    if (each.isDirectory()) openFolder(folder, `${name}/`, found);
    else if (each.isFile()) found.files.set(name, fileAt(`${folder}/${name}`));
    else found.irregular.push(name);
  }
  return found;
}
const marks = { passed: '✓', failed: '✗', not_done: '–', true: '✓', false: '✗' };
function printed({ verdict, checks, signers, required, ...found }) {
  const says = verdict ? `   the report says ${verdict.replaceAll('_', ' ')}` : '';
  const head = `${found.sound ? 'SOUND' : 'NOT SOUND'}   ${sentenceOf({ checks, signers, ...found })}${says}`;
  const lines = checks.map(({ name, result, why }) => `  ${marks[result]} ${name.padEnd(30)}  ${why}`);
  const who = signers.map(({ name, decision, key, trusted }) => `  ${decision}  ${name}, ${key}, trusted: ${trusted}`);
  const asked = required ? [`  ${marks[required.met]} required: ${required.name}. ${required.why}`] : [];
  return [head, ...lines, ...who, ...asked].join('\n');
}
function orEnd(status, step) { try { return step(); } catch (error) { throw Object.assign(error, { status }); } }
function readArguments() {
  const strings = ['trust', 'revoked', 'require', ...forTheEngine].map((name) => [name, { type: 'string' }]);
  const options = { ...Object.fromEntries(strings), json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } };
  const { values, positionals: [path, ...more] } = parseArgs({ allowPositionals: true, options });
  if (values.help) process.exit(console.log(usage));
  return path && !more[0] && /^(signed|reconciled|undefined)$/.test(values.require) ? { ...values, path } : fail(usage);
}
async function main() {
  const { path: at, ...given } = orEnd(2, readArguments);
  const of = (name, parse) => (given[name] === undefined ? null : orEnd(3, () => parse(readFileSync(given[name]))));
  const trust = { allowed: of('trust', parseAllowedSigners), revoked: of('revoked', parseRevoked), now: Date.now() };
  const one = orEnd(3, () => statSync(at).isFile());
  orEnd(2, () => demand(!one || !(given.trust ?? given.revoked ?? given.require), 'A proof is verified by itself'));
  const { requirements, ...found } = await (one ? verifyProof(readFileSync(at)) : verifyPackage(openFolder(at), trust));
  const left = forTheEngine.filter((own) => given[own]).map((own) => `--${own}`);
  found.checks.push(...left.map((name) => ({ name, result: 'not_done', why: 'tallystick verify reads it' })));
  const shown = ({ name, role, decision, key, trusted }) => ({ name, role, decision, key, trusted });
  const required = given.require && { name: given.require, ...requirements[given.require] };
  const document = { ...found, signers: found.signers.map(shown), ...(required && { required }) };
  console.log(given.json ? JSON.stringify(document) : printed(document));
  return found.sound ? Number(required?.met === false) : 4;
}
if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.removeAllListeners('warning'); // of Ed25519 in WebCrypto, in Node 20
  process.exitCode = await main().catch(({ message, status, code }) => {
    console.error(message);
    return status ?? (code ? 3 : 4); // never 1: that is said of the sound
  });
}
