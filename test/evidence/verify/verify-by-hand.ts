import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report, ReportTable } from '../../../engine/evidence/report/report.ts';
import { verifyPackage, type VerifyOptions } from '../../../engine/evidence/verify-package.ts';
import { formlessLedger, ledger, type Table } from './ledger-by-hand.ts';
import { build, jcs, partsOf, seal, type Parts } from './package-by-hand.ts';

export const trustNobody = { allowed: null, now: new Date('2026-02-01T00:00:00Z') };
export const verify = (folder: string, options: Partial<VerifyOptions> = {}) =>
  verifyPackage(folder, { trust: trustNobody, build, ...options });

/** What failed, as `name: why`. */
export async function failures(folder: string): Promise<string[]> {
  const { checks, sound } = await verify(folder);
  const failed = checks.filter(({ result }) => result === 'failed').map(({ name, why }) => `${name}: ${why}`);
  if (sound !== (failed.length === 0)) throw new Error('sound is not what the checks say');
  return failed;
}

/** Parts of a package that may be changed at will before they are sealed. */
export class Forgery {
  readonly files: Map<string, Buffer>;
  readonly report: Report;

  constructor(parts: Parts) {
    this.files = new Map(parts.files);
    this.report = structuredClone(parts.report);
  }

  get accounts(): ReportTable {
    return this.report.tables[0]!;
  }

  get notes(): ReportTable {
    return this.report.tables[1]!;
  }

  /** Changes the bytes of one file. */
  bytes(name: string, edit: (bytes: Buffer) => Uint8Array): void {
    this.files.set(name, Buffer.from(edit(Buffer.from(this.files.get(name)!))));
  }

  text(name: string, edit: (text: string) => string): void {
    this.bytes(name, (bytes) => Buffer.from(edit(bytes.toString('utf8'))));
  }

  /** Changes the lines of differences.ndjson, each without its end. */
  lines(edit: (lines: string[]) => string[]): void {
    this.text('differences.ndjson', (text) =>
      edit(text.split('\n').slice(0, -1))
        .map((line) => `${line}\n`)
        .join(''),
    );
  }

  /** Changes the first line of a kind, as the value it holds. */
  line(kind: string, edit: (line: AnyLine) => void): void {
    this.lines((lines) => {
      const at = lines.findIndex((line) => line.includes(`"kind":"${kind}"`));
      const value = JSON.parse(lines[at]!) as AnyLine;
      edit(value);
      return lines.with(at, jcs(value));
    });
  }

  json(name: string, edit: (value: Record<string, unknown>) => void): void {
    this.text(name, (text) => {
      const value = JSON.parse(text) as Record<string, unknown>;
      edit(value);
      return jcs(value);
    });
  }

  seal(): string {
    return seal(this);
  }
}

export interface AnyLine {
  table: string;
  kind: string;
  key: (string | null)[] | null;
  keyDigest: string | null;
  columns: string[] | null;
  column?: string;
  text?: string;
  source: AnySide | null;
  target: AnySide | null;
}
interface AnySide {
  record: string;
  digest: string;
  file: string;
  row: string;
}

const parts = new Map<readonly Table[], Parts>();
export function forgery(tables: readonly Table[] = ledger): Forgery {
  if (!parts.has(tables)) parts.set(tables, partsOf(tables));
  return new Forgery(parts.get(tables)!);
}
export const formlessForgery = (): Forgery => forgery(formlessLedger);

export function edit(folder: string, name: string, change: (bytes: Buffer) => Uint8Array): void {
  const path = join(folder, name);
  writeFileSync(path, change(readFileSync(path)));
}
