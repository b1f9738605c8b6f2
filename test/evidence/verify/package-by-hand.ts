import canonicalize from 'canonicalize';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Report, ReportStatement, ReportTable } from '../../../engine/evidence/report/report.ts';
import { renderReport } from '../../../engine/evidence/page/render-report.ts';
import { temporaryFolder } from '../tools.ts';
import { findingsOf, keyOf, rowDigest, typesOf, type Line } from './findings-by-hand.ts';
import { planOf, type Row, type Table } from './ledger-by-hand.ts';
import { gatesOf, tableReport } from './report-by-hand.ts';
import { H, recordOf } from './tree-by-hand.ts';

export const build = '9.9.9-test';
export const jcs = (value: unknown): string => canonicalize(value)!;
const hex = (bytes: string | Uint8Array): string => H(bytes).toString('hex');

/** Every file of a package but the report, its page and the sums, and what the report says. */
export interface Parts {
  readonly files: Map<string, Buffer>;
  readonly report: Report;
}

/** A package made from rows by the letter of formats.md, without the engine's help but for the page. */
export function partsOf(tables: readonly Table[]): Parts {
  const files = new Map<string, Buffer>();
  const put = (name: string, content: string | Uint8Array) => files.set(name, Buffer.from(content as string));
  const plan = planOf(tables);
  put('plan.yaml', JSON.stringify(plan, null, 1));
  put('exceptions.jsonl', '');
  put('run.json', '{}');
  const found = tables.map((table) => ({ table, ...findingsOf(table) }));
  const lines = found.flatMap(({ table, lines: own }) => own.map((line) => lineOf(table, line)));
  put('differences.ndjson', lines.map((line) => `${jcs(line)}\n`).join(''));
  const { csv, escaped } = csvOf(lines);
  put('differences.csv', csv);
  put('differences.parquet', 'PAR1, but for a reader of this test');
  const reported = found.map(({ table, lines: own, counts }, i) => tableReport(table, own, counts, i, put));
  const identities = {
    source: identity('source', tables, reported, put),
    target: identity('target', tables, reported, put),
  };
  const report: Report = {
    verdict: 'RECONCILED',
    at: '2026-01-31T02:10:00Z',
    hash: 'sha256',
    plan: { name: plan.name, identity: hex(jcs(plan)) },
    tool: { name: 'tallystick', version: build, engine: 'by hand', tzdata: 'none' },
    sides: {
      source: { identity: identities.source, files: filesOf(tables, 'source') },
      target: { identity: identities.target, files: filesOf(tables, 'target') },
    },
    tables: reported,
    coverage: { unmapped: [], ignored: [], notData: [] },
    gates: gatesOf(reported, plan.gates),
    exceptions: [],
    assumptions: plan.assumptions,
    signers: { preparer: '1', approver: '1' },
    selfTest: {
      pass: true,
      tables: reported.map(({ name }) => ({ name, source: untested, target: untested })),
      blindTo: [],
    },
    differences: { lines: String(lines.length), escapedCells: String(escaped) },
  };
  return {
    files,
    report: { ...report, verdict: report.gates.every(({ pass }) => pass) ? 'RECONCILED' : 'NOT_RECONCILED' },
  };
}

/** A self-test by hand: what it claims can be shown by running it alone. */
const untested = { rows: '0', alterations: '0', moved: '0', blind: '0' };

/** Writes the parts as a package: the report with fitting subjects, its page, and SHA256SUMS. */
export function seal({ files, report }: Parts, edit: (statement: ReportStatement) => void = () => undefined): string {
  const folder = temporaryFolder();
  const subject = [...files]
    .filter(([name]) => name !== 'run.json')
    .map(([name, bytes]) => ({ name, digest: { sha256: hex(bytes) } }));
  const statement: ReportStatement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: subject.sort((a, b) => (a.name < b.name ? -1 : 1)),
    predicateType: 'urn:tallystick:reconciliation:v1',
    predicate: structuredClone(report),
  };
  edit(statement);
  const bytes = Buffer.from(jcs(statement));
  const first =
    files
      .get('differences.ndjson')
      ?.toString('utf8')
      .split('\n')
      .filter((line) => line !== '') ?? [];
  const all = new Map([...files, ['report.json', bytes], ['report.html', pageOf(bytes, first)]]);
  for (const [name, content] of all) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  mkdirSync(join(folder, 'signoffs'), { recursive: true });
  resum(folder, [...all.keys()]);
  return folder;
}

/** A report that no page can be made of is refused for what it is; the page beside it does not matter then. */
function pageOf(report: Buffer, lines: readonly string[]): Buffer {
  try {
    return Buffer.from(renderReport(report, lines));
  } catch {
    return Buffer.from('no page');
  }
}

/** Writes SHA256SUMS to fit whatever the files hold now. */
export function resum(folder: string, names: readonly string[]): void {
  const sums = [...names].sort().map((name) => `${hex(readFileSync(join(folder, name)))}  ${name}\n`);
  writeFileSync(join(folder, 'SHA256SUMS'), sums.join(''));
}

function lineOf(table: Table, { kind, keyDigest: digest, columns, source, target, ...value }: Line) {
  const any = (source ?? target)!;
  const formless = kind === 'unrepresentable';
  const place = (row: Row | null) =>
    row === null
      ? null
      : {
          record: formless ? null : recordOf(typesOf(table), row.cells),
          digest: formless ? null : rowDigest(table, row).toString('hex'),
          file: row.file,
          row: String(row.row),
        };
  return {
    table: table.name,
    kind,
    key: formless ? null : keyOf(table, any),
    keyDigest: digest,
    columns,
    source: place(source),
    target: place(target),
    ...value,
  };
}

function csvOf(lines: readonly ReturnType<typeof lineOf>[]): { csv: string; escaped: number } {
  let escaped = 0;
  const cell = (value: string | null | undefined): string => {
    if (value === null || value === undefined) return '';
    const formula = '=+-@\t\r'.includes(value[0] ?? 'x');
    if (formula) escaped++;
    return `"${formula ? "'" : ''}${value.replaceAll('"', '""')}"`;
  };
  const head =
    'table,kind,key,key_digest,columns,column,text,source_record,source_digest,source_file,source_row,target_record,target_digest,target_file,target_row';
  const rows = lines.map((line) => {
    const { column, text } = line as { column?: string; text?: string };
    const own = [
      line.table,
      line.kind,
      line.key && JSON.stringify(line.key),
      line.keyDigest,
      line.columns && JSON.stringify(line.columns),
      column,
      text,
    ];
    const places = [line.source, line.target].flatMap((side) => [side?.record, side?.digest, side?.file, side?.row]);
    return [...own, ...places].map(cell).join(',');
  });
  return { csv: [head, ...rows].map((row) => `${row}\r\n`).join(''), escaped };
}

function identity(
  side: 'source' | 'target',
  tables: readonly Table[],
  reported: readonly ReportTable[],
  put: (name: string, text: string) => void,
): string | null {
  if (side === 'source' && tables.some(({ formless }) => formless.length > 0)) return null;
  const text = jcs({
    hash: 'sha256',
    tables: tables.map((table, i) => ({
      columns: table.columns.map(({ name, type }) => ({ name, type })),
      depth: table.depth,
      key: table.key,
      name: table.name,
      root: reported[i]!.roots[side],
      rows: String(table[side].length),
    })),
    type: 'tallystick/fingerprint/v1',
  });
  put(`${side}.fingerprint.json`, text);
  return hex(text);
}

function filesOf(tables: readonly Table[], side: 'source' | 'target') {
  return tables.flatMap((table) => {
    const rows = [...table[side], ...(side === 'source' ? table.formless : [])];
    return [...new Set(rows.map(({ file }) => file))].sort().map((name) => ({
      name,
      bytes: '1',
      sha256: hex(name),
      rows: String(
        new Set(rows.filter(({ file }) => file === name).map(({ row }) => row)).size +
          (side === 'source' && name === rows[0]!.file ? table.excluded : 0),
      ),
      table: table.name,
      certificate: 'none',
    }));
  });
}
