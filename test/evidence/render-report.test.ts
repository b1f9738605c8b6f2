import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { problemOf } from '../../contract/problem.ts';
import { jcsText } from '../../engine/canonical/jcs.ts';
import { differencesShown, markupShown } from '../../engine/evidence/differences/differences-shown.ts';
import { renderReport } from '../../engine/evidence/page/render-report.ts';
import type { Report } from '../../engine/evidence/report/report.ts';
import { difference, emptyTable, fullReport, reportBytes, reportOf, row, sha256 } from './sample-report.ts';
import { termsOf } from '../report-terms.ts';

const render = (report: Report, lines: readonly string[] = []): string => renderReport(reportBytes(report), lines);
/** What a reader sees, in one line. */
const words = (page: string): string =>
  page
    .replace(/<style>.*<\/style>/s, '')
    .replace(/<wbr \/>|<[/]?(span|bdi|mark|strong)\b[^>]*>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&#39;', "'")
    .replace(/\s+/g, ' ');

const problem = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return problemOf(error);
  }
  throw new Error('nothing was thrown');
};

describe('the rendered report', () => {
  it('is the same text for the same bytes, lines end or none', () => {
    const lines = [difference('changed', row('A'), row('A', { balance: '1.00' }))];
    expect(render(fullReport(), lines)).toBe(render(fullReport(), lines));
    expect(
      render(
        fullReport(),
        lines.map((line) => `${line}\n`),
      ),
    ).toBe(render(fullReport(), lines));
  });

  it('shows the SHA-256 of report.json in groups of eight that copy as one', () => {
    const bytes = reportBytes(fullReport());
    const digest = createHash('sha256').update(bytes).digest('hex');
    const page = renderReport(bytes, []);
    expect(words(page)).toContain(digest);
    expect(page).toContain(`<span>${digest.slice(0, 8)}</span><wbr /><span>${digest.slice(8, 16)}</span>`);
  });

  it('changes with every part of report.json, shown or not', () => {
    const [one, other] = [fullReport(), fullReport({ at: '2026-01-31T02:10:01Z' })];
    expect(render(one)).not.toBe(render(other));
  });

  it.each([
    ['RECONCILED', '✓', 'Reconciled'],
    ['RECONCILED_WITH_EXCEPTIONS', '◐', 'Reconciled with exceptions'],
    ['NOT_RECONCILED', '✕', 'Not reconciled'],
    ['NOT_PROVEN', '!', 'Not proven'],
  ] as const)('says %s as a shape and a word', (verdict, shape, word) => {
    expect(words(render(reportOf({ verdict })))).toContain(` ${shape} ${word} `);
  });

  it('closes the equation at 0, and says so when it does not', () => {
    expect(words(render(fullReport()))).toContain('10,000,000 5 0 9,999,940 1,204 under a rule 38 10 5 2 0 0 ✓');
    const open = { ...emptyTable, source: termsOf({ rows: '12345', matched: '1' }) };
    expect(words(render(reportOf({ tables: [open] })))).toContain('12,344 ✕');
  });

  it('says that both computations agree only where they do', () => {
    const agree = 'gave these figures and agree';
    expect(words(render(reportOf()))).toContain(agree);
    const unproven = reportOf({
      verdict: 'NOT_PROVEN',
      tables: [{ ...emptyTable, proven: false }],
      disagreements: [{ agreement: '2', table: 'accounts', expected: '10 rows by digests', found: '9 rows by SQL' }],
    });
    const text = words(render(unproven));
    expect(text).not.toContain(agree);
    expect(text).toContain('2: equal rows, by digests and by SQL accounts 10 rows by digests 9 rows by SQL');
    expect(text).toContain('What is not proven cannot be signed.');
  });

  it('renders a report without tables, files, gates or differences', () => {
    const text = words(render(reportOf({ tables: [], gates: [] })));
    expect(text).toContain('Both sides are empty: there was nothing to compare.');
    expect(text).toContain('Nothing was left out.');
    expect(text).toContain('Differences There is none.');
  });

  it('writes amounts in groups with their points in line, at any size', () => {
    const total = { name: 't', by: [], source: '1234567.5', target: '0', difference: '-1234567.5', keys: '1' };
    const second = { name: 't', by: [null], source: '77.25', target: '77.25', difference: '0.00', keys: '2' };
    const page = render(reportOf({ tables: [{ ...emptyTable, totals: [total, second] }] }));
    expect(page).toContain('1,234,567.5<span class="fill">&nbsp;</span>');
    expect(page).toContain('<code>0<span class="fill">&nbsp;&nbsp;&nbsp;</span>');
    expect(words(page)).toContain('t, NULL 77.25');
    expect(words(page)).toContain('equal, but 2 keys that cancel out');
    expect(words(render(fullReport()))).toContain((2n ** 256n - 1n).toLocaleString('en-US'));
  });

  it('folds equal totals and quiet shards of a long list away, whole, and never what differs', () => {
    const totals = Array.from({ length: 100 }, (_, i) => {
      const differs = i >= 50;
      return {
        name: `t${i}`,
        by: [],
        source: '1',
        target: differs ? '2' : '1',
        difference: differs ? '1' : '0',
        keys: '0',
      };
    });
    const page = render(reportOf({ tables: [{ ...emptyTable, totals }] }));
    const [open, folded] = page.split('<details>');
    expect(page).toContain('50 more, all equal');
    for (const [i, { name }] of totals.entries()) expect(i >= 50 ? open : folded).toContain(`<bdi>${name}</bdi>`);
  });

  it('names what was not compared, with its reason', () => {
    const text = words(render(fullReport()));
    expect(text).toContain('column risk_class accounts target unmapped');
    expect(text).toContain('column loaded_at accounts target ignored: “set by the loader”');
    expect(text).toContain("5 rows accounts source not true of them: st &lt;&gt; 'X' ; “closed accounts stay behind”");
    expect(text).toContain('file accounts/_SUCCESS accounts source not read');
    expect(text).toContain('1 row accounts target a value has no form');
  });

  it('gives the commands by which others check it', () => {
    const page = render(fullReport());
    expect(page).toContain('sha256sum -c SHA256SUMS\n');
    expect(page).toContain(
      'ssh-keygen -Y verify -f allowed_signers -I NAME -n tallystick-report -s report.json.sig &lt; report.json\n',
    );
    expect(words(page)).toContain(`differences.ndjson ${sha256('differences.ndjson')}`);
  });

  it('refuses bytes that are no report, and lines that are no difference, by their place', () => {
    expect(problem(() => renderReport(Buffer.from('{}'), []))).toMatchObject({
      code: 'evidence_unsound',
      where: 'report.json',
    });
    const line = difference('changed', row('A'), row('A', { memo: null }));
    for (const bad of ['', '{', '{}', line.replace('"changed"', '"other"'), line.replace('"key"', '"kex"')])
      expect(problem(() => render(fullReport(), [line, bad]))).toMatchObject({
        code: 'evidence_unsound',
        where: 'differences.ndjson, line 2',
      });
  });
});

describe('the differences on the page', () => {
  const shown = (line: string): string => words(render(fullReport(), [line]));
  const marked = (line: string): string[] =>
    [...render(fullReport(), [line]).matchAll(/<mark>(.*?)<\/mark>/g)].map(([, text]) => text!);

  it('mark the changed characters alone', () => {
    expect(marked(difference('changed', row('A'), row('A', { balance: '12400.08' })))).toEqual(['7', '8']);
    const hour = row('A', { openedAt: '2024-03-31T02:12:09.000001Z' });
    expect(marked(difference('changed', row('A'), hour))).toEqual(['1', '0', '2', '1']);
    expect(marked(difference('changed', row('A'), row('A', { memo: 'rent, May' })))).toEqual(['rch', 'y']);
    expect(marked(difference('changed', row('A'), row('A', { memo: 'rent, March ' })))).toEqual(['<i>␣</i>']);
  });

  it('tell NULL, the empty text and the text NULL apart', () => {
    expect(marked(difference('changed', row('A', { memo: '' }), row('A', { memo: null })))).toEqual([
      '<i class="none">empty text</i>',
      '<i class="none">NULL</i>',
    ]);
    expect(marked(difference('changed', row('A', { memo: null }), row('A', { memo: 'NULL' })))).toEqual([
      '<i class="none">NULL</i>',
      'NULL',
    ]);
  });

  it('spell out letters that look alike', () => {
    expect(shown(difference('changed', row('A', { memo: 'Alice' }), row('A', { memo: '\u0410lice' })))).toContain(
      'U+0410',
    );
    const text = shown(difference('changed', row('A', { memo: 'Caf\u00e9' }), row('A', { memo: 'Cafe\u0301' })));
    expect(text).toContain('U+00E9');
    expect(text).toContain('U+0065 U+0301');
  });

  it('mark an accent together with its letter', () => {
    const line = difference('changed', row('A', { memo: 'Cafe' }), row('A', { memo: 'Cafe\u0301' }));
    expect(marked(line)).toEqual(['e', 'e\u0301']);
  });

  it('show the whole record, its file and its row', () => {
    const text = shown(difference('source_only', row('A'), null, '1204118'));
    expect(text).toContain('accounts/part-03.parquet, row 1,204,118');
    expect(text).toContain('balance 12,400.07 currency EUR memo rent, March opened_at 2024-03-31T01:12:09.000000Z');
    const long = 'x'.repeat(5000);
    expect(shown(difference('target_only', null, row('A', { memo: long })))).toContain(long);
  });

  it('show the column and the text of an unrepresentable value', () => {
    const place = { record: null, digest: null, file: 'accounts-2.csv.gz', row: '88014' };
    const line = {
      table: 'accounts',
      kind: 'unrepresentable',
      key: null,
      keyDigest: null,
      columns: null,
      column: 'balance',
      text: '12,4oo',
      source: null,
      target: place,
    };
    expect(shown(jcsText(line))).toContain('no row accounts-2.csv.gz, row 88,014 balance 12,4oo');
  });

  it('show a record as it stands where the report does not know its columns', () => {
    const line = difference('source_only', row('A'), null);
    expect(shown(line.replace('"table":"accounts"', '"table":"ghosts"'))).toContain('&quot;A&quot;,12400.07,');
  });

  it('end with the first thousand, and say how many there are and where', () => {
    const lines = Array.from({ length: differencesShown + 1 }, (_, i) =>
      difference('source_only', row(`AC-${i}`), null),
    );
    const report = fullReport({ differences: { lines: '12345', escapedCells: '0' } });
    const page = render(report, lines);
    expect(words(page)).toContain(
      'The first 1,000 of 12,345 differences. All of them stand in differences.ndjson , and as a view of it in differences.csv and differences.parquet , beside this page.',
    );
    expect(page).toContain('<bdi>AC-999</bdi>');
    expect(page).not.toContain('<bdi>AC-1000</bdi>');
    let asked = 0;
    function* counting(): Generator<string> {
      for (const line of lines) {
        asked++;
        yield line;
      }
    }
    renderReport(reportBytes(report), counting());
    expect(asked).toBe(differencesShown);
    expect(words(render(fullReport({ differences: { lines: '1', escapedCells: '0' } }), lines.slice(0, 1)))).toContain(
      'All 1 of 1 difference shown',
    );
  });

  it('end earlier where more of them would make a page that no browser opens, and say so', () => {
    const hidden = '\u202e'.repeat(3000);
    const long = difference('changed', row(hidden, { memo: hidden }), row(hidden, { memo: `x${hidden}` }));
    const page = render(
      fullReport({ differences: { lines: '999', escapedCells: '0' } }),
      Array<string>(999).fill(long),
    );
    expect(page.length).toBeLessThan(1.1 * markupShown);
    expect(words(page)).toMatch(
      /The first \d+ of 999 differences, since more of them would make a page that no browser/,
    );
  });
});
