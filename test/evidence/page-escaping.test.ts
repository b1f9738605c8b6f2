import assignedControls from '@unicode/unicode-15.0.0/General_Category/Control/code-points.mjs';
import formats from '@unicode/unicode-15.0.0/General_Category/Format/code-points.mjs';
import lines from '@unicode/unicode-15.0.0/General_Category/Line_Separator/code-points.mjs';
import paragraphs from '@unicode/unicode-15.0.0/General_Category/Paragraph_Separator/code-points.mjs';
import privateUse from '@unicode/unicode-15.0.0/General_Category/Private_Use/code-points.mjs';
import spaces from '@unicode/unicode-15.0.0/General_Category/Space_Separator/code-points.mjs';
import surrogates from '@unicode/unicode-15.0.0/General_Category/Surrogate/code-points.mjs';
import unassigned from '@unicode/unicode-15.0.0/General_Category/Unassigned/code-points.mjs';
import ignorable from '@unicode/unicode-15.0.0/Binary_Property/Default_Ignorable_Code_Point/code-points.mjs';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isHidden } from '../../engine/evidence/page/hidden.ts';
import { html } from '../../engine/evidence/page/html.ts';
import { value } from '../../engine/evidence/page/value.ts';
import { renderReport } from '../../engine/evidence/page/render-report.ts';
import { emptyTable, fullReport, reportBytes, reportOf, row, difference } from './sample-report.ts';
import { termsOf } from '../report-terms.ts';

/** A report in which every text that can come from a stranger is this one, with a difference of every shape. */
function pageOf(text: string): string {
  const count = { ...emptyTable.columns[0]!, altered: { source: { [`rule ${text}`]: '1' }, target: {} } };
  const table = {
    ...emptyTable,
    name: text,
    key: [text],
    source: termsOf({ rows: '1', excluded: '1' }),
    columns: [
      { ...count, name: text, type: 'text', changed: '1' },
      { ...count, name: 'other', type: text },
    ],
    where: { source: text, target: null, reason: text },
    shards: { column: text, values: [{ value: text, source: '1', target: '1', differing: '1' }] },
    totals: [{ name: text, by: [text], source: '1', target: '2', difference: '1', keys: '1' }],
    checks: [{ name: text, side: 'source' as const, pass: false, failing: '1' }],
  };
  const file = { name: text, bytes: '1', sha256: '0'.repeat(64), rows: '1', table: text, certificate: text };
  const digest = '0'.repeat(64);
  const accepted = {
    ...({ id: digest, table: text, kind: 'changed', reason: `because ${text}` } as const),
    ...{ owner: 'ops@bank', approver: 'cfo@bank', expires: '2026-06-30T23:59:59Z' },
    rows: { count: '1', digest },
  };
  const report = reportOf({
    verdict: 'NOT_PROVEN',
    at: text,
    plan: { name: text, identity: '0'.repeat(64) },
    tool: { name: 'tallystick', version: text, engine: text, tzdata: text },
    sides: { source: { identity: null, files: [file] }, target: { identity: null, files: [] } },
    tables: [emptyTable, table],
    coverage: {
      unmapped: [{ side: 'source', table: text, column: text }],
      ignored: [{ side: 'source', table: text, column: text, reason: text }],
      notData: [{ side: 'source', table: text, name: text }],
    },
    gates: [{ name: text, limit: text, value: text, excepted: '0', pass: false }],
    exceptions: [
      { ...accepted, keyDigest: digest },
      { ...accepted, where: { column: text, condition: text } },
    ],
    carried: {
      stand: [],
      lapsed: [{ exception: { ...accepted, where: { column: null, condition: text } }, why: text }],
    },
    assumptions: [text],
    disagreements: [{ agreement: text, table: text, expected: text, found: text }],
    differences: { lines: '4', escapedCells: '0' },
  });
  const raw = { record: text, digest: text, file: text, row: text };
  const line = {
    table: text,
    kind: 'changed',
    key: [text],
    keyDigest: text,
    columns: [text],
    source: raw,
    target: raw,
  };
  return renderReport(reportBytes(report), [
    difference('changed', row('A', { memo: text }), row('A', { memo: `${text}-` })),
    difference('source_only', row(text, { memo: text }), null),
    JSON.stringify(line),
    JSON.stringify({ ...line, kind: 'unrepresentable', column: text, text, target: null }),
  ]);
}

/** Every tag in its order, but for the marks of hidden characters and the chances to break a line. */
const tagsOf = (page: string): string[] =>
  (page.replace(/<style>.*?<\/style>/s, '').match(/<[^>]*>/g) ?? [])
    .map((tag) => tag.replace(' class="long"', ''))
    .filter((tag) => !/^<(i|\/i|wbr|small|\/small)\b/.test(tag));

const fragments = [
  ...[
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onclick='",
    '</title></style>',
    '<!--',
    ']]>',
    '&lt;',
    '&#60;',
  ],
  ...[
    '\u202E',
    '\u2066',
    '\u0000',
    '\n',
    '=cmd|/c calc',
    '\u{1F600}',
    '\u05D0\u05D1',
    '\u0301',
    '__proto__',
    'constructor',
    '{"markup":"<b>"}',
  ],
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...fragments), fc.string({ unit: 'binary', minLength: 1 })), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => parts.join(''));

describe('a page made of strangers’ texts', () => {
  const plain = tagsOf(pageOf('x'));

  it.each(fragments)('has the tags of a harmless one with %j everywhere', (text) => {
    expect(tagsOf(pageOf(text))).toEqual(plain);
  });

  it('has the tags of a harmless one whatever the texts', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(tagsOf(pageOf(text))).toEqual(plain);
      }),
      { numRuns: 150 },
    );
  });

  it('holds no hidden character but its own spaces and line ends', () => {
    const text = [...formats, ...assignedControls, ...spaces, 0x2028, 0xe000]
      .map((point) => String.fromCodePoint(point))
      .join('');
    const page = pageOf(text);
    expect(Array.from(page).filter((character) => character !== '\n' && isHidden(character))).toEqual([]);
    expect(page).toContain('<i>U+202E</i>');
    expect(page.slice(page.indexOf('<title>'), page.indexOf('</title>'))).toContain('[U+202E]');
  });

  it('cannot be given markup by JSON that looks like it', () => {
    const forged = JSON.parse('{"markup":"<b>"}') as string;
    expect(() => html`${forged}`).toThrow(TypeError);
  });

  it('runs nothing and fetches nothing: no script, no address, no style but its own, whose hash it names', () => {
    const page = renderReport(reportBytes(fullReport()), []);
    const style = /<style>(.*)<\/style>/s.exec(page)![1]!;
    const hash = createHash('sha256').update(style).digest('base64');
    expect(page).toContain(
      `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
    );
    expect(page.match(/<style/g)).toHaveLength(1);
    expect(page).not.toMatch(/<script|<link|<img|<iframe|\b(?:src|href|style|on\w+)=|url\(|@import|https?:/);
  });
});

describe('a value on the page', () => {
  it('hides no character that Unicode 15.0 calls a control, a format, a separator, private, unassigned or ignorable', () => {
    const hidden = [
      assignedControls,
      formats,
      lines,
      paragraphs,
      privateUse,
      spaces,
      surrogates,
      unassigned,
      ignorable,
    ];
    const seen = new Set(hidden.flat());
    seen.delete(0x20);
    seen.add(0x2800); // The blank pattern of Braille is a symbol by its category and a space to the eye.
    for (let point = 0; point <= 0x10ffff; point++)
      if (isHidden(String.fromCodePoint(point)) !== seen.has(point)) expect.fail(`U+${point.toString(16)}`);
  });

  it('says every character: what is shown gives the text back', () => {
    const back = (markup: string): string =>
      markup
        .replace(/<i>U\+([0-9A-F]+)<\/i>/g, (_, point: string) => `&#${parseInt(point, 16)};`)
        .replaceAll('<i>␣</i>', ' ')
        .replace(/<\/?(bdi|wbr|mark)[^>]*>/g, '')
        .replace(/&(?:#(\d+)|(amp|lt|gt|quot));/g, (_, point: string | undefined, name: string) =>
          point === undefined ? { amp: '&', lt: '<', gt: '>', quot: '"' }[name]! : String.fromCodePoint(Number(point)),
        );
    fc.assert(
      fc.property(hostile, fc.nat(9), (text, from) => {
        expect(back(value(text, (i) => i >= from).markup)).toBe(text);
      }),
    );
  });

  it('shows a space at an end or beside another, and leaves one between words alone', () => {
    expect(value(' a b  c ').markup).toBe('<bdi><i>␣</i>a b<i>␣</i><i>␣</i>c<i>␣</i></bdi>');
  });
});
