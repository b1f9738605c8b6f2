import { patternProblem } from '../../canonical/time-format.ts';

/** Ways to write a date that need a pattern. */
export const datePatterns = [
  '%d/%m/%Y',
  '%m/%d/%Y',
  '%d.%m.%Y',
  '%d-%m-%Y',
  '%m-%d-%Y',
  '%Y/%m/%d',
  '%Y.%m.%d',
  '%Y%m%d',
  '%d%m%Y',
  '%m%d%Y',
  '%d-%b-%Y',
  '%d %b %Y',
  '%d/%b/%Y',
  '%d%b%Y',
  '%b %d, %Y',
  '%d %B %Y',
  '%B %d, %Y',
] as const;

const clocks = [
  '%H:%M:%S',
  '%H:%M:%S.%f',
  '%H:%M',
  '%I:%M:%S %p',
  '%I:%M:%S.%f %p',
  '%I:%M %p',
  '%H.%M.%S',
  '%H.%M.%S.%f',
  '%H%M%S',
  '%H%M%S%f',
];

const times = [...datePatterns, '%Y-%m-%d'].flatMap((date) =>
  [' ', 'T', '', ', ', '-'].flatMap((between) => clocks.map((clock) => `${date}${between}${clock}`)),
);

/** Ways to write a date with a time of day that need a pattern. */
export const civilPatterns: readonly string[] = times.filter((format) => patternProblem('datetime', format) === null);

/** The same with an offset. */
export const offsetPatterns: readonly string[] = times
  .flatMap((format) => [`${format}%z`, `${format} %z`])
  .filter((format) => patternProblem('timestamp', format) === null);
