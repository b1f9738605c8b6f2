import { failed, notDone, passed, type Check } from '../checks/check.ts';
import type { JournalReading } from './read-journal.ts';

/** What a journal says of itself: that its lines are as they were written, and that the last is whole. */
export function checkLines({ tree, faults, torn }: JournalReading): Check[] {
  const kept = `${tree.size} lines, each of which names the root of those above it`;
  const [lines, last] = ['journal: lines', 'journal: last line'];
  return [
    faults.length === 0 ? { ...passed(lines), why: kept } : failed(lines, faults.join('; ')),
    torn.length === 0
      ? passed(last)
      : notDone(last, `${torn.length} bytes behind the last line were not written whole, or were cut`),
  ];
}
