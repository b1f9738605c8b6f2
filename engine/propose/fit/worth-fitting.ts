import { agreementOf, share, type Cells } from './agreement.ts';
import { firstRows, type AlignedColumn } from '../rows/aligned-column.ts';
import { mostCodes } from './fit-codes.ts';
import { fitColumns } from './fit-columns.ts';

const screenRows = 200;

/** Rows in no order that means anything: two columns that agree in most of them agree in some of the first. */
const headRows = 256;

/** Whether two columns are worth fitting over all rows, by the first of them. */
export function worthFitting(source: AlignedColumn, target: AlignedColumn, lined: boolean): boolean {
  if (!couldAgree(source, target)) return false;
  // A code of each tenth row is no code in so few rows: columns that could be codes are fitted whole.
  if (source.texts.length <= headRows || (source.distinct <= mostCodes && target.distinct <= mostCodes)) return true;
  const { agreement } = fitColumns(headOf(source), headOf(target), lined).fit;
  return agreement.rows < headRows / 8 || share(agreement) >= 0.05;
}

const heads = new WeakMap<AlignedColumn, AlignedColumn>();
function headOf(column: AlignedColumn): AlignedColumn {
  let head = heads.get(column);
  if (head === undefined) heads.set(column, (head = firstRows(column, headRows)));
  return head;
}

/** What is neither equal in some rows, nor of one family, nor of few values on both sides cannot come to agree. */
function couldAgree(source: AlignedColumn, target: AlignedColumn): boolean {
  if (share(agreementOf(source.texts, target.texts, screenRows)) >= 0.1) return true;
  const families = new Set(target.forms.map(({ family }) => familyOf(family)));
  if (source.forms.some(({ family }) => families.has(familyOf(family)))) return true;
  const few = ({ texts }: AlignedColumn) => new Set(texts.slice(0, screenRows)).size <= screenRows / 3;
  if (few(source) && few(target)) return true;
  return share(agreementOf(foldedOf(source), foldedOf(target), screenRows)) >= 0.1;
}

const folded = new WeakMap<AlignedColumn, Cells>();
function foldedOf(column: AlignedColumn): Cells {
  let texts = folded.get(column);
  if (texts === undefined) {
    texts = column.texts.slice(0, screenRows).map((text) => text?.trim().toLowerCase().normalize('NFC') ?? null);
    folded.set(column, texts);
  }
  return texts;
}

const familyOf = (family: string): string =>
  family === 'instant' || family === 'civil' || family === 'date' ? 'time' : family;
