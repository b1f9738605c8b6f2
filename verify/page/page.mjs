// ---- The page: what a browser lacks beside WebCrypto, what is dropped, and what is shown. Shows text alone.
/* global hashes, rotateRight, parseAllowedSigners, parseRevoked, sentenceOf, verifyPackage, verifyProof */

const roots = Array.from({ length: 400 }, (_, i) => i).filter(
  (p) => p > 1 && !Array.from({ length: p }, (_, d) => d).some((d) => d > 1 && p % d === 0),
);
const fractionOf = (root) => Math.floor((root % 1) * 2 ** 32);
const roundWords = Uint32Array.from(roots.slice(0, 64), (prime) => fractionOf(Math.cbrt(prime)));

/** FIPS 180-4, of bytes as they come. */
function sha256State() {
  const state = Uint32Array.from(roots.slice(0, 8), (prime) => fractionOf(Math.sqrt(prime)));
  const block = new Uint8Array(64);
  const w = new Uint32Array(64);
  let length = 0;
  function compressBlock(view, at) {
    for (let i = 0; i < 16; i++) w[i] = view.getUint32(at + 4 * i);
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15];
      const y = w[i - 2];
      w[i] =
        w[i - 16] +
        w[i - 7] +
        (rotateRight(x, 7) ^ rotateRight(x, 18) ^ (x >>> 3)) +
        (rotateRight(y, 17) ^ rotateRight(y, 19) ^ (y >>> 10));
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const t =
        (h +
          (rotateRight(e, 6) ^ rotateRight(e, 11) ^ rotateRight(e, 25)) +
          ((e & f) ^ (~e & g)) +
          roundWords[i] +
          w[i]) |
        0;
      const u = ((rotateRight(a, 2) ^ rotateRight(a, 13) ^ rotateRight(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t) | 0;
      d = c;
      c = b;
      b = a;
      a = (t + u) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] += word));
  }
  const waiting = new DataView(block.buffer);
  function update(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (let at = 0; at < bytes.length;) {
      const filled = length % 64;
      const taken = Math.min(64 - filled, bytes.length - at);
      if (taken === 64) compressBlock(view, at);
      else {
        block.set(bytes.subarray(at, at + taken), filled);
        if (filled + taken === 64) compressBlock(waiting, 0);
      }
      at += taken;
      length += taken;
    }
    return this;
  }
  function digest() {
    const end = new Uint8Array(Math.ceil(((length % 64) + 9) / 64) * 64 - (length % 64));
    end[0] = 0x80;
    new DataView(end.buffer).setBigUint64(end.length - 8, BigInt(length) * 8n);
    update(end);
    return Uint8Array.from({ length: 32 }, (_, i) => state[i >> 2] >>> (24 - 8 * (i % 4)));
  }
  return { update, digest };
}
hashes.startSha256 = sha256State;

const byId = (id) => document.getElementById(id);
const bytesIn = async (file) => new Uint8Array(await file.arrayBuffer());
const inPieces = (file) => ({ size: file.size, bytes: (from, to) => bytesIn(file.slice(from, to)) });
const element = (name, { className = '', ...rest } = {}, ...children) => {
  const made = Object.assign(document.createElement(name), rest, className === '' ? {} : { className });
  made.append(...children);
  return made;
};
const words = { passed: '✓ passed', failed: '✗ failed', not_done: '– not done' };

function show(title, found) {
  const head = element('h2', { className: found.sound ? 'sound' : 'unsound' }, found.sound ? '✓ Sound' : '✗ Not sound');
  const said = found.verdict === null ? '' : `The report says ${found.verdict.replaceAll('_', ' ')}.`;
  const rows = found.checks.map(({ name, result, why }) =>
    element(
      'tr',
      {},
      element('td', { className: result }, words[result]),
      element('th', { scope: 'row' }, name),
      element('td', {}, why),
    ),
  );
  const signers = found.signers.map(({ name, role, decision, key, trusted }) =>
    element(
      'tr',
      {},
      ...[decision, name, role].map((text) => element('td', {}, text)),
      element('td', {}, element('code', {}, key ?? 'no key')),
      element(
        'td',
        { className: trusted ? 'passed' : 'not_done' },
        trusted ? '✓ a name you trust' : '– not a name you trust',
      ),
    ),
  );
  const table = (label, body) => element('table', { ariaLabel: label }, element('tbody', {}, ...body));
  byId('found').replaceChildren(
    head,
    element('p', {}, element('code', {}, title)),
    element('p', {}, `${sentenceOf(found)}. ${said}`),
    table('Checks', rows),
    ...(signers.length === 0 ? [] : [element('h2', {}, 'Signed by'), table('Signed by', signers)]),
  );
}

/** Only the newest thing given is shown, however long an older one takes. */
let newest = 0;
async function judge(title, work) {
  const mine = ++newest;
  byId('found').replaceChildren(element('p', {}, `Rebuilding ${title} …`));
  await new Promise((resolve) => setTimeout(resolve, 0));
  try {
    const found = await work();
    if (mine === newest) show(title, found);
  } catch (error) {
    if (mine === newest)
      byId('found').replaceChildren(
        element('h2', { className: 'unsound' }, '✗ Could not be read'),
        element('p', {}, String(error.message)),
      );
  }
}

let given = null;
async function again() {
  if (given === null) return;
  const { title, files, proof } = given;
  const one = async (id, parse) => (byId(id).files.length === 0 ? null : parse(await bytesIn(byId(id).files[0])));
  await judge(title, async () => {
    if (proof) return verifyProof(await bytesIn(proof));
    const allowed = await one('trust', parseAllowedSigners);
    const reading = new Map([...files].map(([name, file]) => [name, inPieces(file)]));
    return verifyPackage({ files: reading }, { allowed, revoked: await one('revoked', parseRevoked), now: Date.now() });
  });
}
const give = (next) => {
  given = next;
  return again();
};

const withoutFirst = (path) => path.split('/').slice(1).join('/');
byId('folder').addEventListener('change', ({ target: { files } }) => {
  if (files.length === 0) return;
  const named = [...files].map((file) => [withoutFirst(file.webkitRelativePath), file]);
  give({ title: files[0].webkitRelativePath.split('/')[0], files: new Map(named) });
});
byId('proof').addEventListener(
  'change',
  ({ target: { files } }) => files.length > 0 && give({ title: files[0].name, proof: files[0] }),
);
for (const id of ['trust', 'revoked']) byId(id).addEventListener('change', again);
byId('given').addEventListener('submit', (event) => event.preventDefault());

/** Every file below a dropped folder, by its path there. From the disk, Chromium gives handles and refuses entries. */
async function filesBelow(folder, path, found) {
  const add = async (name, each, isFile, open) => {
    const inner = path === '' ? name : `${path}/${name}`;
    if (isFile) found.set(inner, await open());
    else await filesBelow(each, inner, found);
  };
  if (folder.kind === 'directory')
    for await (const each of folder.values()) await add(each.name, each, each.kind === 'file', () => each.getFile());
  else {
    const reader = folder.createReader();
    for (let some; (some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject))).length > 0;)
      for (const each of some)
        await add(each.name, each, each.isFile, () => new Promise((resolve, reject) => each.file(resolve, reject)));
  }
  return found;
}
document.addEventListener('dragover', (event) => {
  event.preventDefault();
  document.body.classList.add('over');
});
document.addEventListener('dragleave', () => document.body.classList.remove('over'));
document.addEventListener('drop', async (event) => {
  event.preventDefault();
  document.body.classList.remove('over');
  const [item] = event.dataTransfer.items;
  const [file] = event.dataTransfer.files;
  const folder = item?.getAsFileSystemHandle ? await item.getAsFileSystemHandle() : item?.webkitGetAsEntry();
  if (folder?.kind === 'directory' || folder?.isDirectory)
    await give({ title: folder.name, files: await filesBelow(folder, '', new Map()) });
  else if (file) await give({ title: file.name, proof: file });
});
