import { groupedDecimal } from '../../../contract/grouped.ts';
import { sides, type BySide } from '../../../contract/side.ts';
import { parseRecord } from '../../canonical/record.ts';
import type { CanonicalType } from '../../canonical/types.ts';
import type { Difference, DifferenceKind, DifferenceSide } from '../differences/difference.ts';
import { cellOrNull, changedCells } from './difference-cell.ts';
import { html, joined, nothing, type Html } from './html.ts';
import { code, value, valueOrNull } from './value.ts';

/** A table's columns in canonical order, and its key. */
export interface ShownTable {
  readonly name: string;
  readonly key: readonly string[];
  readonly columns: readonly { readonly name: string; readonly type: CanonicalType }[];
}

const kinds: Readonly<Record<DifferenceKind, readonly [shape: string, words: string, tone: string]>> = {
  changed: ['≠', 'changed', 'differs'],
  within_tolerance: ['≈', 'within tolerance', 'rule'],
  source_only: ['◧', 'source only', 'differs'],
  target_only: ['◨', 'target only', 'differs'],
  duplicate: ['‖', 'duplicate, left over', 'differs'],
  unrepresentable: ['⊘', 'without a form', 'differs'],
};

/** One difference: kind, key and by which exceptions it is accepted, where both rows stand, the changed cells side by side, and the rest of the record. */
export function differenceRows(table: ShownTable, difference: Difference, accepted: readonly string[]): Html {
  const [shape, words, tone] = kinds[difference.kind];
  return html`<tbody>
    <tr class="head">
      <th colspan="3" scope="rowgroup">
        <span class="${tone}"><span aria-hidden="true">${shape}</span> ${words}</span>
        ${keyOf(table, difference)}${acceptedMark(accepted)}
      </th>
    </tr>
    <tr class="place">
      <th scope="row">file and row</th>
      ${sides.map((side) => html`<td>${placeOf(difference[side])}</td>`)}
    </tr>
    ${difference.kind === 'unrepresentable' ? formless(difference) : records(table, difference)}
  </tbody> `;
}

/** The shape is that of a verdict that stands on exceptions. */
const acceptedMark = (ids: readonly string[]): Html =>
  ids.length === 0
    ? nothing
    : html` <span class="rule"><span aria-hidden="true">◐</span> accepted</span> by
        ${joined(
          ids.map((id) => code(id.slice(0, 12))),
          html`, `,
        )}`;

function keyOf(table: ShownTable, { key }: Difference): Html {
  // Without a key the whole row is the key, and stands below.
  if (key === null || table.key.length === 0) return nothing;
  const types = table.key.map((name) => table.columns.find((column) => column.name === name)?.type);
  return joined(
    key.map(
      (part, i) => html`<span class="dim">${code(table.key[i] ?? '')}</span> <code>${keyPart(types[i], part)}</code>`,
    ),
    html`, `,
  );
}

const keyPart = (type: CanonicalType | undefined, part: string | null): Html =>
  type === undefined ? valueOrNull(part) : cellOrNull(type, part);

const placeOf = (side: DifferenceSide | null): Html =>
  side === null ? html`<span class="none">no row</span>` : html`${value(side.file)}, row ${groupedDecimal(side.row)}`;

function formless({ column, text, source }: Difference): Html {
  const found = html`<td><code>${value(text ?? '')}</code></td>`;
  return html`<tr>
    <th scope="row">${code(column ?? '')}</th>
    ${
      source === null
        ? html`<td></td>
            ${found}`
        : html`${found}
            <td></td>`
    }
  </tr> `;
}

type Cells = readonly (string | null)[] | undefined;

function records({ key, columns }: ShownTable, { source, target }: Difference): Html {
  const types = columns.map(({ type }) => type);
  const cells: BySide<Cells> = { source: cellsOf(types, source), target: cellsOf(types, target) };
  const readable = sides.every((side) => cells[side] !== undefined || (side === 'source' ? source : target) === null);
  if (!readable || columns.length === 0) return rawRecords(source, target);
  if (cells.source === undefined || cells.target === undefined) return oneSided(columns, key, cells);
  const [from, to] = [cells.source, cells.target];
  const differs = (i: number): boolean => from[i] !== to[i];
  const changed = columns.map(({ name, type }, i) => {
    if (!differs(i)) return nothing;
    const [a, b] = changedCells(type, from[i]!, to[i]!);
    return html`<tr>
      <th scope="row">${code(name)}</th>
      <td><code>${a}</code></td>
      <td><code>${b}</code></td>
    </tr> `;
  });
  const equal = named(columns, from, (column, i) => !differs(i) && !key.includes(column));
  if (equal.length === 0) return html`${changed}`;
  return html`${changed}
    <tr class="rest">
      <th scope="row">equal</th>
      <td colspan="2">${joined(equal, html``)}</td>
    </tr> `;
}

const cellsOf = (types: readonly CanonicalType[], side: DifferenceSide | null): Cells =>
  typeof side?.record === 'string' ? parseRecord(types, side.record) : undefined;

/** Names and values; each pair is kept together where a line has room for both. */
const named = (
  columns: ShownTable['columns'],
  cells: readonly (string | null)[],
  isShown: (column: string, index: number) => boolean,
): Html[] =>
  columns.flatMap(({ name, type }, i) =>
    isShown(name, i)
      ? [
          html`<span class="pair"
            ><span class="dim">${code(name)}</span> <code>${cellOrNull(type, cells[i]!)}</code></span
          >`,
        ]
      : [],
  );

/** The rest of a row that only one side has: its key stands above. */
function oneSided(columns: ShownTable['columns'], key: readonly string[], cells: BySide<Cells>): Html {
  const side = (of: Cells): Html =>
    of === undefined
      ? html`<td></td>`
      : html`<td>
          ${joined(
            named(columns, of, (name) => !key.includes(name)),
            html``,
          )}
        </td>`;
  return html`<tr class="rest">
    <th scope="row">record</th>
    ${side(cells.source)}${side(cells.target)}
  </tr>`;
}

const rawRecords = (...found: readonly (DifferenceSide | null)[]): Html =>
  html`<tr>
    <th scope="row">record</th>
    ${found.map((side) => html`<td><code>${typeof side?.record === 'string' ? value(side.record) : nothing}</code></td>`)}
  </tr> `;
