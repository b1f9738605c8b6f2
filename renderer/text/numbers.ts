// Counts and amounts stay decimal text: a number of JavaScript's would round the last digits of a large one.

type Exact = Intl.StringNumericLiteral;

const formats = new Map<string, Intl.NumberFormat>();
/** Making a format takes longer than using it: a screen of amounts makes each once. */
function formatOf(digits: number, signed: boolean): Intl.NumberFormat {
  const name = `${signed ? '±' : ''}${digits}`;
  let format = formats.get(name);
  if (format === undefined) {
    const signDisplay = signed ? 'exceptZero' : 'auto';
    format = new Intl.NumberFormat(undefined, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
      signDisplay,
    });
    formats.set(name, format);
  }
  return format;
}

/** A count as the reader's locale groups it: `10000000` as `10,000,000`. */
export const count = (text: string): string => formatOf(0, false).format(text as Exact);

/** An amount with all its digits and its sign, grouped. What is no decimal text is given as it is. */
export function amount(text: string, signed = false): string {
  if (!/^-?\d+(\.\d+)?$/.test(text)) return text;
  const digits = text.split('.')[1]?.length ?? 0;
  if (digits > 100) return text;
  return formatOf(digits, signed).format(text as Exact);
}

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** A number of bytes in the unit people say, three digits of it: `307179305` as `307 MB`. */
export function bytes(text: string): string {
  const step = Math.min(Math.floor((text.length - 1) / 3), units.length - 1);
  const value = Number(text) / 1000 ** step;
  const digits = step === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  const shown = new Intl.NumberFormat(undefined, { maximumFractionDigits: digits }).format(value);
  return `${shown} ${units[step]}`;
}

/** Seconds as a person says them: `9.8 s`, `2 min 5 s`, `3 h 2 min`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 }).format(seconds)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** How much of a whole, in percent, of a count that may be larger than a number can hold exactly. */
export function ratio(part: string, whole: string): number {
  return whole === '0' ? 0 : Number((BigInt(part) * 10n ** 12n) / BigInt(whole)) / 1e12;
}

const hundredths = new Intl.NumberFormat(undefined, {
  style: 'percent',
  maximumFractionDigits: 2,
  roundingMode: 'trunc',
});

/** A share in percent, cut and not rounded: all but one row is never 100 %, and some are never 0 %. */
export const percent = (share: number): string =>
  share > 0 && share < 0.0001 ? `< ${hundredths.format(0.0001)}` : hundredths.format(share);

/** `1 row`, `2 rows`: the unit beside the count, always. */
export const counted = (text: string, one: string, many = `${one}s`): string =>
  `${count(text)} ${text === '1' ? one : many}`;
