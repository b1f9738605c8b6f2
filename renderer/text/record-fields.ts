/** The fields of a canonical record as they are written, quotes and all; joined by commas they are the record again. */
export function recordFields(record: string): string[] {
  const fields: string[] = [];
  let from = 0;
  while (from <= record.length) {
    let end = from;
    if (record[from] === '"') {
      end = from + 1;
      while (end < record.length && (record[end] !== '"' || record[end + 1] === '"'))
        end += record[end] === '"' ? 2 : 1;
    }
    const comma = record.indexOf(',', end);
    end = comma < 0 ? record.length : comma;
    fields.push(record.slice(from, end));
    from = end + 1;
  }
  return fields;
}
