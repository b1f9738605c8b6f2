import type { Rule, ZoneLine } from './zone-source.ts';
import { civilOfRule } from './zone-source.ts';

/** At `at`, in seconds from 1970 by universal time, the offset east of it becomes `offset`. */
export interface Transition {
  readonly at: number;
  readonly offset: number;
}

type Until = NonNullable<ZoneLine['until']>;

const untilInstant = ({ civil, clock }: Until, offset: number, save: number): number =>
  clock === 'universal' ? civil : clock === 'standard' ? civil - offset : civil - offset - save;

const ruleInstant = ({ clock }: Rule, civil: number, offset: number, save: number): number =>
  clock === 'universal' ? civil : clock === 'standard' ? civil - offset : civil - offset - save;

/** From this year on a zone's changes repeat every 400 years: no rule ends and no line does. */
export function firstPeriodicYear(lines: readonly ZoneLine[]): number {
  let last = 1970;
  for (const { rules, until } of lines) {
    if (until !== null) last = Math.max(last, until.year);
    for (const { firstYear, lastYear } of rules ?? [])
      last = Math.max(last, firstYear, Number.isFinite(lastYear) ? lastYear : 0);
  }
  return last + 2;
}

/** What one line adds: its changes, the last `save` in force, and what holds where it begins. */
function followRules(line: ZoneLine, rules: readonly Rule[], start: number, lastYear: number) {
  const changes: Transition[] = [];
  let save = 0;
  let startOffset: number | null = line.offset;
  const firstYear = Math.min(...rules.map((rule) => rule.firstYear));
  for (let year = firstYear; year <= Math.min(lastYear, line.until?.year ?? lastYear); year++) {
    const due = rules.filter((rule) => year >= rule.firstYear && year <= rule.lastYear);
    while (due.length > 0) {
      // A wall clock's time depends on the save in force, so the order is judged anew after every change.
      let next = 0;
      let at = Infinity;
      for (const [i, rule] of due.entries()) {
        const instant = ruleInstant(rule, civilOfRule(rule, year), line.offset, save);
        if (instant < at) [next, at] = [i, instant];
      }
      const rule = due.splice(next, 1)[0]!;
      if (line.until !== null && at >= untilInstant(line.until, line.offset, save)) break;
      save = rule.save;
      if (at === start) startOffset = null;
      if (at < start) startOffset = line.offset + save;
      else changes.push({ at, offset: line.offset + save });
    }
  }
  return { changes, save, startOffset };
}

/**
 * A change that the clocks reach no later than they reached the one before takes that one's place: the older one was
 * never seen. What changes no offset goes.
 */
function settle(initial: number, changes: readonly Transition[]): Transition[] {
  const kept: Transition[] = [{ at: -Infinity, offset: initial }];
  for (const { at, offset } of [...changes].sort((a, b) => a.at - b.at)) {
    const last = kept.at(-1)!;
    const before = kept.at(-2);
    if (before !== undefined && at + last.offset <= last.at + before.offset) {
      kept[kept.length - 1] = { at: last.at, offset };
    } else kept.push({ at, offset });
  }
  return kept.filter((change, i) => i === 0 || change.offset !== kept[i - 1]!.offset);
}

/** The offsets of a zone through the end of `lastYear`, as zic would compile them; the first holds from ever. */
export function transitionsOf(lines: readonly ZoneLine[], lastYear: number): Transition[] {
  const changes: Transition[] = [];
  let start = -Infinity;
  for (const line of lines) {
    let save = line.save;
    if (line.rules === null) changes.push({ at: start, offset: line.offset + save });
    else {
      const followed = followRules(line, line.rules, start, lastYear);
      changes.push(...followed.changes);
      save = followed.save;
      if (followed.startOffset !== null) changes.push({ at: start, offset: followed.startOffset });
    }
    if (line.until !== null) start = untilInstant(line.until, line.offset, save);
  }
  const [first, ...rest] = changes
    .filter(({ at }) => at === -Infinity)
    .concat(changes.filter(({ at }) => at !== -Infinity));
  return settle(first!.offset, rest);
}
