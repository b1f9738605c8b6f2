/** The cells of a canonical record of our own package, whose grammar it is known to follow; null is NULL. */
export function recordCells(record: string): (string | null)[] {
  const cells: (string | null)[] = [];
  for (let at = 0; ; at++) {
    if (record[at] === '"') {
      let quote = record.indexOf('"', at + 1);
      while (quote >= 0 && record[quote + 1] === '"') quote = record.indexOf('"', quote + 2);
      const end = quote < 0 ? record.length : quote;
      cells.push(record.slice(at + 1, end).replaceAll('""', '"'));
      at = end + 1;
    } else {
      const comma = record.indexOf(',', at);
      const end = comma < 0 ? record.length : comma;
      cells.push(end === at ? null : record.slice(at, end));
      at = end;
    }
    if (at >= record.length) return cells;
  }
}
