import { dateTextOfDays } from '../../canonical/calendar.ts';
import { timeText } from '../../canonical/civil-time.ts';
import { doubleText } from '../../canonical/double-text.ts';
import { unitsText } from '../../canonical/scaled-integer.ts';
import type { Arena } from '../../kernel/arena.ts';
import type { RawCell } from '../../kernel/row-batch.ts';
import type { DirectColumn } from './direct-column.ts';
import { textCell } from '../csv/text-cell.ts';
import { NotDirect } from './not-direct.ts';

interface Where {
  readonly first: number;
  readonly second: number;
  readonly valid: number;
}

const firstDay = -719_162; // 0001-01-01
const lastDay = 2_932_896; // 9999-12-31

/** One cell of a column as formats.md section 2 writes typed values: what the kernel leaves to JavaScript. */
export function directCell(arena: Arena, column: DirectColumn, at: Where): (row: number) => RawCell {
  const text = textOf(column, at, arena);
  return (row) => (arena.view().getUint8(at.valid + row) === 0 ? null : text(row));
}

function textOf(column: DirectColumn, { first, second, valid }: Where, arena: Arena): (row: number) => RawCell {
  const view = (): DataView => arena.view();
  switch (column.kind) {
    case 'text':
    case 'bytes':
    case 'uuid':
    case 'bool':
      return textCell(arena, { starts: first, ends: second, valid });
    case 'double':
      return (row) => doubleText(view().getFloat64(first + row * 8, true));
    case 'float':
      return (row) => doubleText(view().getFloat32(first + row * 4, true));
    case 'int32':
      return (row) => unitsText(BigInt(view().getInt32(first + row * 4, true)), column.digits);
    case 'int64':
    case 'fixed':
      return (row) => unitsText(view().getBigInt64(first + row * 8, true), column.digits);
    case 'date':
      return (row) => {
        const days = view().getInt32(first + row * 4, true);
        if (days < firstDay || days > lastDay) throw new NotDirect('a date is beyond the years 0001 to 9999');
        return dateTextOfDays(days);
      };
    case 'time':
      return (row) => {
        const units = view().getBigInt64(first + row * 8, true);
        const per = 10n ** BigInt(column.unit);
        const fraction = ((units % per) + per) % per;
        const seconds = Number((units - fraction) / per);
        const digits = fraction.toString().padStart(column.unit, '0');
        const made = timeText(seconds, `.${digits}`, column.instant ? 'Z' : '');
        if (made === undefined) throw new NotDirect('a time is beyond the years 0001 to 9999');
        return made;
      };
  }
}
