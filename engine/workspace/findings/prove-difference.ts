import { TallyError } from '../../../contract/problem.ts';
import type { Side } from '../../../contract/side.ts';
import { keyRecordOf, openProvable } from '../../evidence/proof/provable.ts';
import { proveFromPackage } from '../../evidence/proof/prove-from-package.ts';
import { keyColumns } from '../../evidence/proof/verify-proof.ts';
import type { RunFindings } from './run-findings.ts';

/** One side of a difference as a proof; its bucket differs, so the package alone shows it. */
export async function proveDifference(
  findings: RunFindings,
  line: number,
  side: Side,
): Promise<{ readonly name: string; readonly text: string }> {
  const { table, key, keyDigest, [side]: there } = findings.lines.read(line);
  if (key === null || keyDigest === null)
    throw new TallyError('usage', 'A row with a value that has no form has no entry, so nothing can be proved of it');
  const provable = openProvable(findings.package, side, table);
  const cells = new Map(keyColumns(provable.table).map((column, i) => [column, key[i] ?? null]));
  const made = await proveFromPackage(provable, keyRecordOf(provable.table, cells), there?.digest ?? null);
  // Of rows that occur more than once a side may lack one and hold another: that is no absence of the key.
  if (there === null && ('needsExport' in made || made.proof.claim !== 'absent'))
    throw new TallyError('usage', `The ${side} holds the key too, so it cannot be proved absent`, table);
  if ('needsExport' in made) throw new TallyError('evidence_unsound', made.needsExport, table, 'Verify the package');
  return {
    name: `${side}-${keyDigest.slice(0, 12)}.proof.json`,
    text: Buffer.from(made.bytes).toString('utf8'),
  };
}
