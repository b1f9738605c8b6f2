import { basename, relative, resolve } from 'node:path';
import { TallyError } from '../contract/problem.ts';
import { compareRehearsals, type GateSeen, type Step } from '../engine/evidence/rehearsals/compare-rehearsals.ts';
import { incomparable, openRehearsal, type Rehearsal } from '../engine/evidence/rehearsals/open-rehearsal.ts';
import { stepDocument } from '../engine/evidence/rehearsals/step-document.ts';
import type { Movement } from '../engine/evidence/rehearsals/tally.ts';
import { acceptedAtGate } from '../engine/evidence/report/short-sentence.ts';
import { verdictWord } from '../engine/evidence/report/verdict-words.ts';
import type { Context } from './context.ts';
import { grouped } from '../contract/grouped.ts';
import { shownValue } from './shown-value.ts';

/** `compare` of packages in their order: what is new, gone, persisting, back again. 0 where nothing moved, else 1. */
export async function comparePackages(paths: readonly string[], context: Context): Promise<0 | 1> {
  const rehearsals: Rehearsal[] = [];
  for (const path of paths) rehearsals.push(await openRehearsal(resolve(path)));
  const reasons = incomparable(rehearsals);
  if (reasons.length > 0)
    throw new TallyError(
      'incomparable',
      `They cannot be compared: ${reasons.join('; ')}`,
      '',
      'Reconcile by one hash and the same keys',
    );
  const steps = await compareRehearsals(rehearsals, context);
  const { all } = steps.at(-1)!;
  const same = all.new + all.gone + all.back + all.altered === 0n;
  if (context.json) context.print(JSON.stringify(documentOf(rehearsals, steps, same)));
  else for (const line of linesOf(rehearsals, steps)) context.print(line);
  return same ? 0 : 1;
}

const nameOf = ({ folder }: Rehearsal): string => shownValue(relative('.', folder) || basename(folder));

function* linesOf(rehearsals: readonly Rehearsal[], steps: readonly Step[]): Generator<string> {
  const last = steps.at(-1)!;
  const way = (step: Step) => `${nameOf(rehearsals[step.to - 1]!)} -> ${nameOf(rehearsals[step.to]!)}`;
  yield `${movedText(last.all).toUpperCase()}   ${way(last)}`;
  const { verdict } = rehearsals[last.to]!.report;
  const before = rehearsals[last.to - 1]!.report.verdict;
  yield `  ${'verdict'.padEnd(16)} ${verdictWord(before)} -> ${verdictWord(verdict)}`;
  if (last.planChanged) yield `  ${'plan'.padEnd(16)} the rules are others than before`;
  for (const { name, only, kinds } of last.tables) {
    if (only !== null) yield `  ${shownValue(name).padEnd(16)} is ${only} alone`;
    for (const { kind, moved } of kinds) yield `  ${shownValue(name).padEnd(16)} ${kind}: ${movedText(moved)}`;
  }
  for (const { name, before: was, after } of last.gates) {
    const [a, b] = [gateText(name, was), gateText(name, after)];
    if (a !== b || after?.pass === false) yield `  ${'gate'.padEnd(16)} ${name}: ${a} -> ${b}`;
  }
  for (const step of steps.slice(0, -1)) yield `  ${'earlier'.padEnd(16)} ${way(step)}: ${movedText(step.all)}`;
}

function movedText({ new: fresh, gone, persisting, altered, back }: Movement): string {
  const other = altered === 0n ? '' : ` (${grouped(altered)} with other rows)`;
  return `${grouped(fresh)} new, ${grouped(gone)} gone, ${grouped(persisting)} persisting${other}, ${grouped(back)} back again`;
}

function gateText(name: string, gate: GateSeen | null): string {
  if (gate === null) return 'no such gate';
  const less = gate.excepted === '0' ? '' : ` less ${acceptedAtGate(name, gate.excepted)}`;
  return `${gate.value}${less} ${gate.pass ? 'passes' : 'fails'}`;
}

function documentOf(rehearsals: readonly Rehearsal[], steps: readonly Step[], same: boolean) {
  return {
    result: same ? 'same' : 'different',
    packages: rehearsals.map(({ folder, report: { at, verdict, plan, differences } }) => ({
      ...{ folder, at, verdict, plan: plan.identity, differences: differences.lines },
    })),
    steps: steps.map(stepDocument),
  };
}
