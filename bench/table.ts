import type { Bar } from './cases.ts';
import type { DataShape } from './data.ts';
import { median, type Result, type Row } from './run-case.ts';

/** Results as a table in Markdown. */
export function table(results: readonly Result[]): string {
  const rows = results.flatMap(linesOf);
  const head = [
    'case',
    'exports',
    'who',
    'median, s',
    'processor, s',
    'peak, MiB',
    'ratio',
    'least … most',
    'must',
    'aim',
    '',
  ];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function linesOf({ name, rows, ratios, seconds, gibibytes }: Result): string[][] {
  return rows.map((row, i) => {
    const start = [i === 0 ? name : '', exportsText(row.shape), row.contestant];
    if (row.absent !== undefined) return [...start, `left out: ${row.absent}`, '', '', '', '', '', '', ''];
    const middle = [
      median(row.seconds).toFixed(2),
      processorOf(row),
      row.resident === null ? '' : (row.resident / 2 ** 20).toFixed(0),
    ];
    if (i > 0) {
      const ratio = ratios.find(({ row: index }) => index === i)!;
      const { each, median: value, bar } = ratio;
      const range = `${Math.min(...each).toFixed(2)} … ${Math.max(...each).toFixed(2)}`;
      return [...start.slice(0, 2), ratio.against, ...middle, value.toFixed(2), range, ...judged(value, bar, '×')];
    }
    return [...start, ...middle, '', '', ...ownBar(row, seconds, gibibytes)];
  });
}

function processorOf({ processor }: Row): string {
  const known = processor.filter((seconds) => seconds !== null);
  return known.length === 0 ? '' : median(known).toFixed(2);
}

function ownBar(row: Row, seconds: Bar | null, gibibytes: Bar | null): string[] {
  if (seconds !== null) return judged(median(row.seconds), seconds, 's');
  return judged(row.resident === null ? null : row.resident / 2 ** 30, gibibytes, 'GiB');
}

function judged(value: number | null, bar: Bar | null, unit: string): string[] {
  if (bar === null) return ['', '', ''];
  const word =
    value === null ? 'not measured' : value <= bar.aim ? 'as aimed' : value <= bar.must ? 'as it must' : 'MISSED';
  return [`≤ ${bar.must} ${unit}`, `≤ ${bar.aim} ${unit}`, word];
}

const exportsText = ({ format, rows, columns, differing }: DataShape): string =>
  `${rows >= 1e6 ? `${rows / 1e6} M` : rows} × ${columns} ${format}, ${differing} differing`;
