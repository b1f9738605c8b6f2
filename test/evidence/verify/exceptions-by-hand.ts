import type { Exception } from '../../../contract/exception.ts';
import { exceptionsBytes, idOf } from '../../../engine/evidence/exceptions/exceptions-file.ts';
import type { Report } from '../../../engine/evidence/report/report.ts';
import { forgery } from './verify-by-hand.ts';
import { H } from './tree-by-hand.ts';

interface Line {
  table: string;
  kind: Exception['kind'];
  keyDigest: string;
  source: { digest: string } | null;
  target: { digest: string } | null;
}

/** An exception for the first changed row, made by the letter of formats.md. */
export function honest(change: Partial<Exception> = {}): Exception {
  const lines = forgery().files.get('differences.ndjson')!.toString('utf8').trim().split('\n');
  const line = lines.map((text) => JSON.parse(text) as Line).find(({ kind }) => kind === 'changed')!;
  const entry = [line.keyDigest, line.source!.digest, line.target!.digest].join('');
  const exception = {
    ...{ table: line.table, kind: line.kind, keyDigest: line.keyDigest, reason: 'agreed' },
    ...{ owner: 'ops@bank', approver: 'cfo@bank', expires: '2026-06-30T23:59:59Z' },
    rows: { count: '1', digest: H(Buffer.from(entry, 'hex')).toString('hex') },
    ...change,
  } as Exception;
  return { ...exception, id: idOf(exception) };
}

/** A package that holds them, its report, page and sums made to fit. */
export function holding(exceptions: readonly Exception[], change: (report: Report) => void = () => undefined): string {
  const forged = forgery();
  forged.files.set('exceptions.jsonl', Buffer.from(exceptionsBytes(exceptions)));
  forged.report.exceptions.push(...exceptions);
  forged.report.gates.find(({ name }) => name === 'changed')!.excepted = String(exceptions.length);
  change(forged.report);
  return forged.seal();
}
