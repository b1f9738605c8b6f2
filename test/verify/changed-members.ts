type Path = readonly (string | number)[];
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** Where each value of a document stands, itself left out. */
function paths(value: Json, path: Path = []): Path[] {
  const inner = value === null || typeof value !== 'object' ? [] : Object.entries(value);
  const step = (name: string) => (Array.isArray(value) ? Number(name) : name);
  const below = inner.flatMap(([name, each]) => paths(each, [...path, step(name)]));
  return path.length === 0 ? below : [path, ...below];
}

const ways = ['is missing', 'stands twice', 'is null', 'is another'] as const;

function another(value: Json): Json {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  if (typeof value !== 'string') return 'x';
  if (/^\d+$/.test(value)) return String(BigInt(value) + 1n);
  if (/^-?\d+\.\d\d$/.test(value)) return '1234.56';
  return /^[0-9a-f]{64}$/.test(value) ? '0'.repeat(64) : `${value}x`;
}

/** Each one thing that can be changed about a document, by what it is. */
export function changesOf(document: Json): (readonly [fact: string, changed: Json])[] {
  return paths(document).flatMap((path) =>
    ways.flatMap((way) => {
      const changed = changedAt(document, path, way);
      return JSON.stringify(changed) === JSON.stringify(document)
        ? []
        : [[`${path.join('.')} ${way}`, changed] as const];
    }),
  );
}

function changedAt(value: Json, [step, ...below]: Path, way: (typeof ways)[number]): Json {
  const change = (each: Json): Json[] => {
    if (below.length > 0) return [changedAt(each, below, way)];
    if (way === 'stands twice') return Array.isArray(value) ? [each, each] : [each];
    return way === 'is missing' ? [] : [way === 'is null' ? null : another(each)];
  };
  if (Array.isArray(value)) return value.flatMap((each, i) => (i === step ? change(each) : [each]));
  const members = Object.entries(value as Record<string, Json>);
  return Object.fromEntries(
    members.flatMap(([name, each]) => (name === step ? change(each) : [each]).map((own) => [name, own])),
  );
}
