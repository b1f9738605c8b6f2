import { counted, grouped } from '../../../contract/grouped.ts';
import { reportCounts, type ReportCounts } from './report-counts.ts';
import type { Report } from './report.ts';
import { verdictWord } from './verdict-words.ts';

/** What a run found, in plain words made from its counts: one or two sentences. */
export function shortSentence(report: Report): string {
  const counts = reportCounts(report);
  if (report.verdict === 'NOT_PROVEN') return unproven(report, counts);
  return `${findings(counts)}${acceptedSentence(report)} ${gatesSentence(report, counts)}`;
}

/** The first line that `reconcile` prints: the verdict, what differs of how many, the gates that failed. */
export function verdictLine(report: Report): string {
  const { differing, compared, noun } = reportCounts(report);
  const verb = differing === 1n ? 'differs' : 'differ';
  const parts = [
    verdictWord(report.verdict).toUpperCase(),
    `${counted(differing, noun)} ${verb} of ${grouped(compared)}${acceptedOf(report)}`,
    ...failedGates(report),
  ];
  return parts.join('   ');
}

function failedGates({ gates }: Report): string[] {
  const failed = gates.filter(({ pass }) => !pass);
  if (failed.length === 0) return [];
  const texts = failed.map(({ name, value, limit, excepted }) => {
    const less = excepted === '0' ? '' : ` less ${acceptedAtGate(name, excepted)}`;
    return `${name} ${groupedCount(value)}${less} ${/^[0-9.]+$/.test(limit) ? '>' : 'not'} ${limit}`;
  });
  return [`gates failed: ${texts.join(', ')}`];
}

/** What a gate leaves out as accepted: of a share or a sum it is rows, and not what the gate counts. */
export const acceptedAtGate = (name: string, excepted: string): string =>
  name.includes('.') ? counted(BigInt(excepted), 'accepted row') : `${grouped(excepted)} accepted`;

/** How many of the differing keys are accepted as exceptions: they are counted apart wherever keys are counted. */
const acceptedKeys = ({ gates }: Report): bigint =>
  gates
    .filter(({ name }) => name === 'changed' || name === 'source_only' || name === 'target_only')
    .reduce((sum, { excepted }) => sum + BigInt(excepted), 0n);

function acceptedOf(report: Report): string {
  const rows = acceptedKeys(report);
  return rows === 0n ? '' : `, ${grouped(rows)} of them accepted`;
}

function acceptedSentence(report: Report): string {
  const rows = acceptedKeys(report);
  if (rows === 0n) return '';
  return ` ${grouped(rows)} of those that differ ${rows === 1n ? 'is' : 'are'} accepted as ${rows === 1n ? 'an exception' : 'exceptions'}.`;
}

const groupedCount = (text: string): string => (/^\d+$/.test(text) ? grouped(text) : text);

function unproven({ disagreements }: Report, { unrepresentable }: ReportCounts): string {
  const places = disagreements?.length ?? 0;
  if (places > 0)
    return `Two independent computations disagree in ${counted(BigInt(places), 'place')}, so none of these figures can be relied on or signed.`;
  return unrepresentable > 0n
    ? `${counted(unrepresentable, 'row')} could not be read under the plan's types, so nothing can be proved of these snapshots.`
    : 'These figures were not confirmed by two independent computations, so they cannot be signed.';
}

function findings(counts: ReportCounts): string {
  const { rows, compared, differing, noun } = counts;
  if (rows === 0n) return 'Both sides are empty: there was nothing to compare.';
  const [equal, unequal] = [equalParts(counts), unequalParts(counts)];
  const but = unequal.length === 0 ? '' : `: ${unequal.join(', ')}`;
  const ofThem = equal.length === 0 ? '' : `, ${equal.join(', ')}`;
  if (differing > 0n)
    return `${grouped(differing)} of ${counted(compared, noun)} ${differing === 1n ? 'differs' : 'differ'} between source and target${but}.${sentenceOf(equal)}`;
  if (compared === 0n) return `No ${noun} could be compared${but}.`;
  const all = compared === 1n ? `The one ${noun} matches` : `All ${counted(compared, noun)} match`;
  return `${all} between source and target${ofThem}${but}.`;
}

const sentenceOf = (parts: readonly string[]): string =>
  parts.length === 0 ? '' : ` Of the others, ${parts.map((part) => part.replace('of them', 'match')).join(', ')}.`;

function unequalParts({ changed, sourceOnly, targetOnly, duplicatesLeft, unrepresentable }: ReportCounts): string[] {
  const is = (count: bigint): string => (count === 1n ? 'is' : 'are');
  return some([
    [changed, `${grouped(changed)} ${changed === 1n ? 'has' : 'have'} other values`],
    [sourceOnly, `${grouped(sourceOnly)} ${is(sourceOnly)} missing in the target`],
    [targetOnly, `${grouped(targetOnly)} ${is(targetOnly)} in the target alone`],
    [duplicatesLeft, `${counted(duplicatesLeft, 'row')} of repeated keys ${is(duplicatesLeft)} left over`],
    [unrepresentable, `${counted(unrepresentable, 'row')} could not be read under the plan's types`],
  ]);
}

const equalParts = ({ withinTolerance, matchedUnderRule }: ReportCounts): string[] =>
  some([
    [withinTolerance, `${grouped(withinTolerance)} of them only within tolerance`],
    [matchedUnderRule, `${grouped(matchedUnderRule)} of them only under a text rule`],
  ]);

const some = (parts: readonly (readonly [bigint, string])[]): string[] =>
  parts.filter(([count]) => count > 0n).map(([, text]) => text);

function gatesSentence({ verdict, gates, exceptions }: Report, { differing }: ReportCounts): string {
  const failing = gates.filter(({ pass }) => !pass).length;
  if (failing > 0) return failing === 1 ? 'One gate fails.' : `${failing} gates fail.`;
  if (verdict === 'RECONCILED_WITH_EXCEPTIONS')
    return `Every gate passes, but only because of ${counted(BigInt(exceptions.length), 'accepted exception')}.`;
  return differing > 0n ? "The plan's limits allow that: every gate passes." : 'Every gate passes.';
}
