import { basename, relative } from 'node:path';
import type { AcceptedDifferences } from '../engine/evidence/exceptions/accept-differences.ts';
import type { Context } from './context.ts';
import { exceptionLines } from './exception-text.ts';
import { headline } from './print-reconciled.ts';

/** What `accept` prints: the verdict of the new package, its exceptions, and who has to sign. */
export function printAccepted(context: Context, { package: folder, exception, report }: AcceptedDifferences): void {
  const path = relative('.', folder) || basename(folder);
  if (context.json) {
    const gates = report.gates.map(({ name, value, excepted, pass }) => ({ name, value, excepted, pass }));
    context.print(JSON.stringify({ package: folder, exception, verdict: report.verdict, gates }));
    return;
  }
  context.print(headline(report, context.color));
  for (const line of exceptionLines(report)) context.print(`  ${line}`);
  context.print(`  package      ${path}, unsigned: what signed the other does not sign this one`);
  context.print(
    `  next         tallystick sign ${path} --key FILE --as NAME --role approver --exception ${exception.id.slice(0, 12)}`,
  );
}
