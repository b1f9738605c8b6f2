const months = 'January February March April May June July August September October November December'.split(' ');

/** `31 January 2026, 02:10:00 UTC`; what is no instant in UTC stays as it is. */
export function timeText(at: string): string {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d(?:\.\d+)?)Z$/.exec(at);
  const month = match === null ? undefined : months[Number(match[2]) - 1];
  return month === undefined ? at : `${Number(match![3])} ${month} ${match![1]!}, ${match![4]!} UTC`;
}
