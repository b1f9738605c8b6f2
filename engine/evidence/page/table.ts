import type { Html, Part } from './html.ts';
import { html, nothing } from './html.ts';

export interface Column {
  readonly head: string;
  /** Numbers stand at the right. */
  readonly number?: boolean;
}

/** A table whose first column names the row. Every cell says by its head what it is. */
export const table = (columns: readonly Column[], rows: readonly (readonly Part[])[]): Html =>
  html`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${columns.map(({ head, number }) => (number ? html`<th scope="col" class="n">${head}</th>` : html`<th scope="col">${head}</th>`))}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell, i) => tableCell(cell, i, columns[i]!))}
            </tr> `,
        )}
      </tbody>
    </table>
  </div> `;

function tableCell(cell: Part, i: number, { number }: Column): Html {
  if (i === 0) return html`<th scope="row">${cell}</th>`;
  return number ? html`<td class="n">${cell}</td>` : html`<td>${cell}</td>`;
}

/** The first rows in sight and the rest behind a summary, so that a table of thousands hides nothing and buries nothing. */
export function foldedTable(
  columns: readonly Column[],
  rows: readonly (readonly Part[])[],
  inSight: number,
  rest: string,
): Html {
  if (rows.length === 0) return nothing;
  const hidden = rows.slice(inSight);
  const shown = inSight === 0 ? nothing : table(columns, rows.slice(0, inSight));
  if (hidden.length === 0) return shown;
  return html`${shown}
    <details>
      <summary>${rest}</summary>
      ${table(columns, hidden)}
    </details>`;
}

export const section = (id: string, title: string, ...body: readonly Html[]): Html =>
  html`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${body}
  </section> `;

export const paragraph = (...body: readonly Html[]): Html => html`<p>${body}</p> `;
export const note = (...body: readonly Html[]): Html => html`<p class="dim">${body}</p> `;
