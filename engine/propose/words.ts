import { grouped } from '../../contract/grouped.ts';

/** `1 value`, `2 values`. */
export const counted = (count: number, what: string): string => `${grouped(count)} ${what}${count === 1 ? '' : 's'}`;
