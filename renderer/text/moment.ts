const written = {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
} as const;

/**
 * An instant as the reader's locale writes it, to the minute, in the reader's zone, which is said: two people read one
 * journal in two places. What is no instant as it is.
 */
export function moment(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return new Intl.DateTimeFormat(undefined, written).format(at);
}
