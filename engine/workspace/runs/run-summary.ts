import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { counted } from '../../../contract/grouped.ts';
import type { BySide } from '../../../contract/side.ts';
import { reportCounts } from '../../evidence/report/report-counts.ts';
import { signoffFolder } from '../../evidence/signing/signed-files.ts';
import { parseSignoff } from '../../evidence/signing/signoff-statement.ts';
import { reportOf } from './report-of.ts';

/** What the rail and the top bar say of a finished run. */
export interface RunSummary {
  readonly identities: BySide<string | null>;
  readonly findings: string;
  /** Keys that differ, and lines of the listing. */
  readonly differing: string;
  readonly lines: string;
  readonly exceptions: string;
  /** Who is wanted has signed, as far as the names of roles go; whether signatures hold is for verifying. */
  readonly signed: boolean;
  readonly missing: string;
}

export function summarise(folder: string): RunSummary {
  const report = reportOf(folder);
  const { sides, differences, signers, verdict } = report;
  const roles = rolesSigned(folder);
  const wanted = (['preparer', 'approver'] as const).flatMap((role) => {
    const left = Number(signers[role]) - roles.filter((other) => other === role).length;
    return left > 0 ? [`${left} ${role}`] : [];
  });
  return {
    identities: { source: sides.source.identity, target: sides.target.identity },
    findings: counted(differences.lines, 'difference'),
    differing: String(reportCounts(report).differing),
    lines: differences.lines,
    exceptions: String(report.exceptions.length),
    signed: wanted.length === 0,
    missing: verdict === 'NOT_PROVEN' ? 'Cannot be signed' : `Wanted: ${wanted.join(', ')}`,
  };
}

function rolesSigned(folder: string): string[] {
  const names = readdirSync(join(folder, signoffFolder)).filter((name) => /^\d{3,}\.json$/.test(name));
  return names.flatMap((name) => {
    try {
      return [parseSignoff(readFileSync(join(folder, signoffFolder, name)), name).role];
    } catch {
      return []; // verifying says what is wrong with it
    }
  });
}
