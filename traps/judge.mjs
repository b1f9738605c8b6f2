/** What a line of differences, ours or the answer's, says; one text, so that lists compare as multisets. */
export function saying(line, side) {
  const { table, kind, key } = line;
  switch (kind) {
    case 'changed':
    case 'within_tolerance':
      return JSON.stringify([table, kind, key, line.columns.toSorted()]);
    case 'duplicate':
      return JSON.stringify([table, kind, key, side]);
    case 'unrepresentable':
      return JSON.stringify([table, kind, side, line.row, line.column, line.text]);
    default:
      return JSON.stringify([table, kind, key]);
  }
}

/** What one list has and the other has not, each as often as that is so. */
export function leftOver(list, other) {
  const counts = new Map();
  for (const item of other) counts.set(item, (counts.get(item) ?? 0) + 1);
  return list.filter((item) => {
    const count = counts.get(item) ?? 0;
    counts.set(item, count - 1);
    return count <= 0;
  });
}

/** The rows a right answer must point at, whatever it calls them: `[table, key]`, each once. */
export const rowsThatDiffer = (answer) =>
  new Set(
    (answer.differences ?? []).filter(({ key }) => key !== null).map(({ table, key }) => JSON.stringify([table, key])),
  );

/** A peer is asked for less than Tallystick: only which keys differ, not how, how often or why. */
export function judgePeer(answer, found) {
  if (answer.refused) return found.error ? right : wrong('answers, and should have refused');
  if (found.error) return wrong(found.error);
  const expected = rowsThatDiffer(answer);
  const missed = [...expected].filter((row) => !found.rows.has(row)).length;
  const invented = [...found.rows].filter((row) => !expected.has(row)).length;
  if (missed + invented > 0)
    return wrong(
      [missed > 0 ? `${missed} missed` : '', invented > 0 ? `${invented} invented` : ''].filter(Boolean).join(', '),
    );
  return answer.then ? wrong('right today, no evidence for tomorrow') : right;
}

export const right = { right: true, words: 'right' };
export const wrong = (why) => ({ right: false, words: `WRONG: ${why}` });
