import { cpus, hostname, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { sides, type BySide } from '../../contract/side.ts';
import { jcsBytes } from '../canonical/jcs.ts';
import type { PackageWriter } from '../evidence/package-writer.ts';
import { exceptionsBytes, exceptionsName } from '../evidence/exceptions/exceptions-file.ts';
import { firstLines } from '../evidence/differences/first-lines.ts';
import { renderReport } from '../evidence/page/render-report.ts';
import { reportPredicateType, statementType, type Report, type ReportStatement } from '../evidence/report/report.ts';
import type { ListedDifferences } from './differences/list-differences.ts';
import type { JudgedTable } from './judge/judge-tables.ts';
import type { Limits } from './run/limits.ts';
import { tool } from './run/version.ts';

export interface Evidence {
  readonly writer: PackageWriter;
  readonly planBytes: Uint8Array;
  readonly tables: readonly JudgedTable[];
  readonly listed: ListedDifferences;
  readonly fingerprints: BySide<{ readonly bytes: Uint8Array } | null>;
  readonly report: Report;
  readonly limits: Limits;
  readonly seconds: number;
}

/** Writes what is not in the package yet (formats.md section 8) but SHA256SUMS; returns the bytes of report.json. */
export function writeEvidence(evidence: Evidence): Uint8Array {
  const { writer, listed, fingerprints, report } = evidence;
  for (const [name, sha256] of Object.entries(listed.sha256)) writer.adopt(name, sha256);
  writer.write('plan.yaml', evidence.planBytes);
  writer.write(exceptionsName, exceptionsBytes(report.exceptions));
  for (const side of sides) {
    const fingerprint = fingerprints[side];
    if (fingerprint !== null) writer.write(`${side}.fingerprint.json`, fingerprint.bytes);
  }
  const statement: ReportStatement = {
    _type: statementType,
    subject: writer.files().map(({ name, sha256 }) => ({ name, digest: { sha256 } })),
    predicateType: reportPredicateType,
    predicate: report,
  };
  const bytes = jcsBytes(statement);
  writer.write('report.json', bytes);
  const first = firstLines(join(writer.folder, 'differences.ndjson'));
  writer.write('report.html', Buffer.from(renderReport(bytes, first), 'utf8'));
  writer.write('run.json', jcsBytes(runRecord(evidence)));
  return bytes;
}

/** What is true of this run alone; not signed. */
function runRecord({ limits, seconds, tables }: Evidence) {
  return {
    type: 'tallystick/run/v1',
    seconds: seconds.toFixed(3),
    host: {
      name: hostname(),
      platform: `${platform()} ${release()}`,
      cpus: String(cpus().length),
      memory: String(totalmem()),
    },
    limits: { memory: String(limits.memory), threads: String(limits.threads) },
    runtime: {
      node: process.version,
      tallystick: tool.version,
      peakResidentKiB: String(process.resourceUsage().maxRSS),
    },
    // How each file came to the hash path: read by our own reader from the first byte, or staged, and then why and by
    // whom: what DuckDB does not read as section 3 says is staged by our own.
    read: tables.flatMap((table) =>
      sides.flatMap((side) =>
        table.staged[side].map(({ file, raw }) => ({
          table: table.plan.name,
          side,
          file: file.name,
          ...(raw === null
            ? { how: 'directly' }
            : {
                how: 'staged',
                by: file.plain ? 'duckdb' : 'tallystick',
                why: table.notDirect,
                ...(raw.kept === true ? { stage: 'kept by an earlier run' } : {}),
                ...(typeof raw.kept === 'string' ? { anew: raw.kept } : {}),
              }),
        })),
      ),
    ),
  };
}
