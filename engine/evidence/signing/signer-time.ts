/** A time of allowed_signers, `YYYYMMDD[HHMM[SS]][Z]`, in this machine's zone without the Z; undefined if it is none. */
export function parseSignerTime(text: string): Date | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(Z)?$/i.exec(text);
  if (parts === null) return undefined;
  const [year, month, day, hour, minute, second] = parts
    .slice(1, 7)
    .map((part: string | undefined) => Number(part ?? 0));
  const fields = [year!, month! - 1, day!, hour!, minute!, second!] as const;
  const asUtc = new Date(Date.UTC(...fields));
  const spelled = asUtc.toISOString().replace(/\D/g, '').slice(0, 14);
  if (spelled !== parts.slice(1, 7).join('').padEnd(14, '0')) return undefined; // the 31st of February
  return parts[7] === undefined ? new Date(...fields) : asUtc;
}
