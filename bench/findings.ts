// A million differences, made and reconciled, then paged, filtered and searched: node bench/findings.ts [ROWS]
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { valueOf } from '../contract/outcome.ts';
import { openEngine } from '../engine/workspace/engine.ts';
import { startHashPool } from '../workers/supervise.ts';

const rows = Number(process.argv[2] ?? 1_000_000);
const home = mkdtempSync(join(tmpdir(), 'tallystick-bench-'));
const names = ['Ana Ferreira', 'Łukasz Żak', 'O’Hara, Liam', '王小明', 'محمد'];

async function writeSide(side: 'source' | 'target'): Promise<void> {
  mkdirSync(join(home, side));
  const out = createWriteStream(join(home, side, 'accounts.csv'));
  out.write('account_id,holder,balance,region,memo\n');
  for (let row = 0; row < rows; row++) {
    const cents = ((row * 7919) % 1_000_000) + (side === 'target' ? 1 : 0);
    const line = `AC-${String(row).padStart(10, '0')},"${names[row % 5]!}",${(cents / 100).toFixed(2)},r${row % 12},"moved on the 31st of January, batch ${row % 97}"\n`;
    if (!out.write(line)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

const plan = `tallystick: 1
name: bench
source: { path: SOURCE }
target: { path: TARGET }
tables:
  - name: accounts
    source: { files: accounts.csv }
    target: { files: accounts.csv }
    key: [account_id]
    shard: region
    columns:
      account_id: { type: text }
      holder: { type: text }
      balance: { type: decimal(2) }
      region: { type: text }
      memo: { type: text }
`;

const handles: Record<string, string> = {};
const handleOf = (path: string): string => {
  const handle = `h-${String(Object.keys(handles).length).padStart(32, '0')}`;
  handles[handle] = path;
  return handle;
};
const engine = openEngine({
  resolve: (handle) => handles[handle]!,
  startPool: (size, signal, onLane) => startHashPool(size, signal, onLane),
  home,
  limits: {},
  vault: null,
  onWorkspace: () => undefined,
});
const call = async (name: string, input: unknown): Promise<Record<string, unknown>> =>
  valueOf(await engine.answer(name, input)) as Record<string, unknown>;
const timed = async (what: string, name: string, input: unknown): Promise<Record<string, unknown>> => {
  const began = performance.now();
  const answer = await call(name, input);
  const found = answer['total'] ?? answer['offset'];
  console.log(
    `${(performance.now() - began).toFixed(0).padStart(7)} ms  ${what}${typeof found === 'string' || typeof found === 'number' ? `  ${found}` : ''}`,
  );
  return answer;
};

try {
  await writeSide('source');
  await writeSide('target');
  const sides = { source: handleOf(join(home, 'source')), target: handleOf(join(home, 'target')) };
  await call('workspace.create', { name: 'bench', ...sides, folder: null });
  await call('plan.write', {
    text: plan
      .replace('SOURCE', JSON.stringify(join(home, 'source')))
      .replace('TARGET', JSON.stringify(join(home, 'target'))),
  });
  const ended = new Promise<string>((resolve, reject) =>
    engine.listen((event) => {
      if (event.type !== 'job' || event.job.state === 'running') return;
      if (event.job.made === null) reject(new Error(JSON.stringify(event.job.problem)));
      else resolve(event.job.made);
    }),
  );
  const began = performance.now();
  await call('run.start', {});
  const run = await ended;
  console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(7)} s   the run`);
  const filter = { table: 'accounts', kind: null, column: null, shard: null, total: null, buckets: null, text: '' };
  const page = (offset: number, part: object = {}) => ({ run, filter: { ...filter, ...part }, offset, limit: 200 });
  await timed('first page, the index made on the way', 'findings.page', page(0));
  await timed('a page', 'findings.page', page(0));
  await timed('a page from the middle', 'findings.page', page(rows / 2));
  await timed('the last page', 'findings.page', page(rows - 200));
  await timed('of a kind', 'findings.page', page(0, { kind: 'changed' }));
  await timed('of a column', 'findings.page', page(1000, { column: 'balance' }));
  await timed('of a shard', 'findings.page', page(1000, { shard: { value: 'r3' } }));
  await timed('of some buckets', 'findings.page', page(0, { buckets: { first: 10, last: 20 } }));
  await timed('with a text, DuckDB opened on the way', 'findings.page', page(0, { text: 'FERREIRA' }));
  await timed('with another text', 'findings.page', page(50_000, { text: 'żak' }));
  await timed('the same, further down', 'findings.page', page(100_000, { text: 'żak' }));
  await timed('with a text that holds a comma', 'findings.page', page(0, { text: 'hara, li' }));
  await timed('find a key', 'findings.find', { run, filter, key: `AC-${String(rows - 7).padStart(10, '0')}` });
  await timed('find another', 'findings.find', {
    run,
    filter: { ...filter, shard: { value: 'r3' } },
    key: 'AC-0000000003',
  });
  await timed('find one that is not there', 'findings.find', { run, filter, key: 'AC-X' });
  await timed('the bucket map', 'findings.map', { run, table: 'accounts', level: 12 });
  await timed('the bucket map again', 'findings.map', { run, table: 'accounts', level: 12 });
  await timed('inspect', 'findings.inspect', { run, line: String(rows - 1) });
  await timed('inspect another', 'findings.inspect', { run, line: '77' });
  console.log(`${(process.memoryUsage.rss() / 2 ** 20).toFixed(0).padStart(7)} MiB resident`);
} finally {
  await engine.close();
  rmSync(home, { recursive: true, force: true });
}
