import type { BySide } from '../../../contract/side.ts';
import { compileReading } from '../../canonical/read-value.ts';
import { defaultReading, type TypeKind } from '../../canonical/types.ts';
import { agreementOf, type Cells } from './agreement.ts';
import type { AlignedColumn } from '../rows/aligned-column.ts';
import type { ColumnForm, Family } from '../forms/column-form.ts';
import type { Fit } from './fit.ts';

/** Simplicity of a family read as it stands, and of one read by options. */
const ranks: Readonly<Record<Family, readonly [plain: number, read: number, kind: TypeKind]>> = {
  number: [1, 6, 'decimal'],
  bool: [2, 6, 'bool'],
  uuid: [2, 6, 'uuid'],
  date: [3, 6, 'date'],
  instant: [3, 6, 'timestamp'],
  civil: [3, 6, 'datetime'],
  bytes: [4, 6, 'bytes'],
  float: [7, 7, 'float'],
};

/** Fits of two columns by forms of one family, cell by cell. */
export function fitForms(source: AlignedColumn, target: AlignedColumn, nulls: BySide<readonly string[]>): Fit[] {
  return source.forms.flatMap((ours) =>
    target.forms.flatMap((theirs) => {
      const dated = ours.family === 'date' && theirs.family === 'civil';
      if (dated || (ours.family === 'civil' && theirs.family === 'date'))
        return [
          fitOf(source, target, nulls, dated ? asCivil(source, ours) : ours, dated ? theirs : asCivil(target, theirs)),
        ];
      return ours.family === theirs.family ? [fitOf(source, target, nulls, ours, theirs)] : [];
    }),
  );
}

/** A date as the midnight it begins with, so that it can meet times of day. */
function asCivil({ texts }: AlignedColumn, form: ColumnForm): ColumnForm {
  const format = typeof form.options['format'] === 'string' ? form.options['format'] : '%Y-%m-%d';
  const reader = compileReading({ kind: 'datetime', precision: 9 }, { ...defaultReading, format });
  return {
    ...form,
    family: 'civil',
    options: { format },
    said: `${format}, a day's midnight`,
    cells: texts.map((text) => reader.read(text)),
    plain: false,
  };
}

function fitOf(
  source: AlignedColumn,
  target: AlignedColumn,
  nulls: BySide<readonly string[]>,
  ours: ColumnForm,
  theirs: ColumnForm,
): Fit {
  const [plain, read, kind] = ranks[ours.family];
  const doubles = ours.family === 'float' && source.kind === 'double' && target.kind === 'double';
  const said =
    ours.said === theirs.said ? ours.said : [ours.said, theirs.said].map((one) => one || 'plain').join(' against ');
  const isPlain = ours.plain && theirs.plain && sameOptions(ours, theirs);
  return {
    kind,
    ...asRead(source, target, nulls, ours, theirs),
    rank: doubles ? 0 : isPlain ? plain : read,
    said: isPlain || doubles ? '' : said,
  };
}

/** What two columns are to each other, each read by a form of its own. */
export const asRead = (
  source: AlignedColumn,
  target: AlignedColumn,
  nulls: BySide<readonly string[]>,
  ours: ColumnForm,
  theirs: ColumnForm,
): Pick<Fit, 'options' | 'forms' | 'shifts' | 'agreement'> => ({
  options: { source: ours.options, target: theirs.options },
  forms: { source: ours, target: theirs },
  shifts: { source: 0, target: 0 },
  agreement: agreementOf(withNulls(ours.cells, source, nulls.source), withNulls(theirs.cells, target, nulls.target)),
});

const sameOptions = (a: ColumnForm, b: ColumnForm): boolean => JSON.stringify(a.options) === JSON.stringify(b.options);

/** The cells with the texts that mean NULL as NULL. */
export function withNulls(cells: Cells, { texts }: AlignedColumn, nulls: readonly string[]): Cells {
  return nulls.length === 0 ? cells : cells.map((cell, i) => (nulls.includes(texts[i] ?? '\0') ? null : cell));
}
