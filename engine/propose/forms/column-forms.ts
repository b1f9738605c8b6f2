import type { RawColumn } from '../../snapshot/raw-column.ts';
import type { ColumnForm } from './column-form.ts';
import { FormCollector } from './form-collector.ts';
import { addNumbers } from './number-forms.ts';
import type { Cell } from '../../snapshot/duckdb/text-rows.ts';
import { addTimes } from './time-forms.ts';
import { addWords } from './word-forms.ts';

/** All ways to read a column that nearly all of its aligned texts allow; beside them it is always a text. */
export function columnForms(texts: readonly Cell[], kind: RawColumn['kind']): readonly ColumnForm[] {
  const collector = new FormCollector(texts);
  if (collector.probe.length === 0) return [];
  addNumbers(collector, kind);
  addTimes(collector);
  addWords(collector);
  return collector.forms;
}
