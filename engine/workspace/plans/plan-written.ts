import { sides, type BySide } from '../../../contract/side.ts';
import { readDocument } from '../../plan/read-document.ts';
import { membersOf, valueAt, type PlanValue } from '../../plan/plan-value.ts';
import { yamlFlow } from '../../plan/yaml-flow.ts';

/** How a column stands in the plan's text. */
export interface WrittenColumn {
  /** Its first line and its last, from 1. */
  readonly lines: { readonly first: number; readonly last: number };
  /** The comment above it, as one line: where a proposal wrote its reason. */
  readonly why: string;
  /** YAML by the option's name: what holds for both sides, and what each side says for itself. */
  readonly options: Readonly<Record<string, string>>;
  readonly sides: BySide<Readonly<Record<string, string>>>;
}

const notOptions = new Set(['type', 'source', 'target', 'tolerance', 'column']);

/** Every column of a plan without problems as it is written, by table and name. */
export function writtenColumns(text: string): ReadonlyMap<string, ReadonlyMap<string, WrittenColumn>> {
  const { document, places } = readDocument(Buffer.from(text));
  const lines = text.split(/\r\n|\r|\n/);
  const tables = membersOf(document, ['tables']).map(([at]) => {
    const columns = membersOf(document, ['tables', at, 'columns']).map(([name, column]) => {
      const path = ['tables', at, 'columns', name];
      const first = places!.position(path, 'key').line;
      const last =
        first +
        places!
          .written(path)
          .trimEnd()
          .split(/\r\n|\r|\n/).length -
        1;
      const below = places!.position(path, 'value').line;
      const [source, target] = sides.map((side) => optionsOf(valueAt(column, [side])));
      return [
        String(name),
        {
          lines: { first, last: last + below - first },
          why: remarkAbove(lines, first - 1),
          options: optionsOf(column),
          sides: { source: source!, target: target! },
        },
      ] as const;
    });
    const name = valueAt(document, ['tables', at, 'name']);
    return [typeof name === 'string' ? name : '', new Map(columns)] as const;
  });
  return new Map(tables);
}

/** What a proposal was not sure of stands commented out between its reasons: it is of the column it names. */
const commentedOut = /^(- |["'\w. -]+: *[{[])/;

function remarkAbove(lines: readonly string[], at: number): string {
  const remark: string[] = [];
  for (let line = at - 1; line >= 0; line--) {
    const comment = /^\s*# ?(.*)$/.exec(lines[line]!)?.[1];
    if (comment === undefined || commentedOut.test(comment)) break;
    remark.unshift(comment.trim());
  }
  return remark.join(' ');
}

function optionsOf(value: PlanValue | undefined): Record<string, string> {
  return Object.fromEntries(
    membersOf(value ?? null, [])
      .filter(([name]) => typeof name === 'string' && !notOptions.has(name))
      .map(([name, option]) => [name, yamlFlow(option)]),
  );
}
