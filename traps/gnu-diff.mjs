import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** `diff` of both sides' sorted lines, table by table, headers apart; keys are read from the lines that it shows. */
export function askGnuDiff(trap, answer, room) {
  const rows = new Set();
  const tables = answer.tables ?? [{ name: 'accounts', key: ['id'] }];
  for (const { name, key } of tables) {
    const sides = {};
    for (const side of ['source', 'target']) {
      const files = readdirSync(join(trap, side)).filter((file) => file.startsWith(name));
      if (files.some((file) => file.endsWith('.parquet'))) return { error: 'reads no Parquet' };
      const texts = files.map((file) => textOf(join(trap, side, file)));
      const lines = texts.flatMap((text) => text.split('\n').slice(1).filter(Boolean));
      const path = join(room, `${name}.${side}`);
      writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
      const sorted = spawnSync('sort', ['-o', path, path], { env: { ...process.env, LC_ALL: 'C' } });
      if (sorted.error) return { error: 'not on this machine' };
      sides[side] = { path, header: fieldsOf(texts[0].split('\n')[0]) };
    }
    const { stdout, error } = spawnSync('diff', [sides.source.path, sides.target.path], { encoding: 'utf8' });
    if (error) return { error: 'not on this machine' };
    for (const line of stdout.split('\n')) {
      const side = { '<': 'source', '>': 'target' }[line[0]];
      if (side === undefined) continue;
      const fields = fieldsOf(line.slice(2));
      const { header } = sides[side];
      const parts = key.length === 0 ? fields : key.map((column) => fields[header.indexOf(column)]);
      rows.add(JSON.stringify([name, parts]));
    }
  }
  return { rows };
}

const textOf = (path) => (path.endsWith('.gz') ? gunzipSync(readFileSync(path)) : readFileSync(path)).toString('utf8');

/** Fields of one CSV line; NULL, the unquoted empty field, is null. */
function fieldsOf(line) {
  return [...`,${line}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    quoted !== undefined ? quoted.replaceAll('""', '"') : plain === '' ? null : plain,
  );
}
