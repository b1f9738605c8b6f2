import type { AnyLine, Forgery } from './verify-by-hand.ts';
import { H } from './tree-by-hand.ts';

export type Case = readonly [fact: string, change: (forgery: Forgery) => void, failure: RegExp];
const swap = <T>(list: readonly T[], a: number, b: number): T[] => list.with(a, list[b]!).with(b, list[a]!);
const hex = (text: string): string => H(text).toString('hex');
const side = (line: AnyLine) => (line.source ?? line.target)!;

/** Each changes a file; report.json, its page and SHA256SUMS are then made to fit. */
export const changedFiles: readonly Case[] = [
  [
    'the plan has a looser gate',
    (f) => f.json('plan.yaml', (plan) => Object.assign(plan, { gates: { changed: 9 } })),
    /^plan: .*the identity/,
  ],
  ['the plan is no plan', (f) => f.text('plan.yaml', () => 'tallystick: 2'), /^plan: /],
  ['the plan is not text', (f) => f.bytes('plan.yaml', () => Buffer.of(0xff, 0xfe)), /^plan: /],
  [
    'a fingerprint is not canonical',
    (f) => f.text('source.fingerprint.json', (text) => ` ${text}`),
    /^source fingerprint: .*canonical form/,
  ],
  [
    'a fingerprint is of another snapshot',
    (f) => f.text('source.fingerprint.json', (text) => text.replace('"rows":"4"', '"rows":"5"')),
    /^source fingerprint: Its SHA-256/,
  ],
  [
    'a fingerprint and its identity count other rows',
    (f) => {
      f.text('source.fingerprint.json', (text) => text.replace('"rows":"4"', '"rows":"5"'));
      f.report.sides.source.identity = hex(f.files.get('source.fingerprint.json')!.toString());
    },
    /^source fingerprint: report.json counts other entries in table notes/,
  ],
  [
    'a fingerprint has another key',
    (f) => {
      f.text('target.fingerprint.json', (text) => text.replace('"key":["id"]', '"key":["region"]'));
      f.report.sides.target.identity = hex(f.files.get('target.fingerprint.json')!.toString());
    },
    /^target fingerprint: report.json does not agree on the keys/,
  ],
  [
    'a fingerprint is missing',
    (f) => f.files.delete('target.fingerprint.json'),
    /^target fingerprint: The file is missing/,
  ],
  [
    'leaf hashes are too few',
    (f) => f.bytes('tables/0001/source.buckets', (bytes) => bytes.subarray(32)),
    /^buckets: The file does not hold 16 leaf hashes/,
  ],
  [
    'a leaf hash is another',
    (f) => f.bytes('tables/0001/source.buckets', (bytes) => bytes.fill(7, 0, 32)),
    /^buckets: The leaf hashes do not make the source's root/,
  ],
  [
    'a bucket is not listed',
    (f) => f.bytes('tables/0001/source.listings', (bytes) => bytes.subarray(8 + 64 * bytes.readUInt32BE(4))),
    /^listings: Bucket \d+ differs and is not listed/,
  ],
  [
    'listings hold a bucket more',
    (f) =>
      f.bytes('tables/0001/target.listings', (bytes) => Buffer.concat([bytes, Buffer.of(0, 0, 0, 15, 0, 0, 0, 0)])),
    /^listings: A bucket that does not differ is listed/,
  ],
  [
    'listings are cut off in a head',
    (f) => f.bytes('tables/0001/target.listings', (bytes) => Buffer.concat([bytes, Buffer.of(0)])),
    /^listings: /,
  ],
  [
    'listings are cut off in an entry',
    (f) => f.bytes('tables/0002/target.listings', (bytes) => bytes.subarray(0, -1)),
    /^listings: The listings are cut off/,
  ],
  [
    'a listing promises more than any disk holds',
    (f) => f.bytes('tables/0002/target.listings', (bytes) => bytes.fill(255, 4, 8)),
    /^listings: The listings are cut off/,
  ],
  [
    'a listing is not sorted',
    (f) =>
      f.bytes('tables/0002/source.listings', (bytes) =>
        Buffer.concat([
          bytes.subarray(0, 8),
          ...swap(
            [0, 1, 2, 3].map((i) => bytes.subarray(8 + i * 64, 72 + i * 64)),
            0,
            3,
          ),
        ]),
      ),
    /^listings: The entries are not in order/,
  ],
  [
    'an entry lies in another bucket',
    (f) => f.bytes('tables/0001/source.listings', (bytes) => bytes.fill(bytes[8]! ^ 0x80, 8, 9)),
    /^listings: An entry lies in another bucket/,
  ],
  [
    'an entry has another row digest',
    (f) => f.bytes('tables/0001/source.listings', (bytes) => bytes.fill(bytes[71]! ^ 1, 71, 72)),
    /^listings: The listing of bucket \d+ does not hash to its leaf/,
  ],
  [
    'a row without a key has a key digest',
    (f) => f.bytes('tables/0002/target.listings', (bytes) => bytes.fill(bytes[71]! ^ 1, 71, 72)),
    /^listings: A row without a key has a key digest of its own/,
  ],

  [
    'a difference is missing',
    (f) => f.lines((lines) => lines.filter((line) => !line.includes('"kind":"changed"'))),
    /^differences: The listings have a difference/,
  ],
  [
    'the last difference is missing',
    (f) => f.lines((lines) => lines.slice(0, -1)),
    /^differences: differences.ndjson ends before/,
  ],
  [
    'a difference stands twice',
    (f) => f.lines((lines) => [...lines, lines.at(-1)!]),
    /^differences: The line is no difference that the listings hold/,
  ],
  ['there is no difference', (f) => f.lines(() => []), /^differences: differences.ndjson ends before/],
  ['two differences are swapped', (f) => f.lines((lines) => swap(lines, 0, 1)), /^differences: /],
  ['tables are swapped', (f) => f.lines((lines) => swap(lines, 0, lines.length - 1)), /^differences: /],
  [
    'equal rows are swapped',
    (f) =>
      f.lines((lines) => {
        const at = lines.findIndex((line) => line.includes('"row":"2"') && line.includes('"notes"'));
        return swap(lines, at, at + 1);
      }),
    /^differences: Equal rows are not in the order/,
  ],
  [
    'the source of a duplicate comes after the target',
    (f) =>
      f.lines((lines) => {
        const at = lines.findIndex((line) => line.includes('"kind":"duplicate"'));
        return swap(lines, at, at + 2);
      }),
    /^differences: /,
  ],
  [
    'a line has another table',
    (f) => f.line('changed', (line) => (line.table = 'notes')),
    /^differences: The listings have a difference of table accounts/,
  ],
  [
    'a changed row is called tolerated',
    (f) => f.line('changed', (line) => (line.kind = 'within_tolerance')),
    /^differences: The kind is not changed/,
  ],
  [
    'a tolerated row is called changed',
    (f) => f.line('within_tolerance', (line) => (line.kind = 'changed')),
    /^differences: The kind is not within_tolerance/,
  ],
  [
    'a duplicate is called a row of one side',
    (f) => f.line('duplicate', (line) => (line.kind = 'source_only')),
    /^differences: The kind is not duplicate/,
  ],
  [
    'a row changes sides',
    (f) => f.line('source_only', (line) => ([line.source, line.target] = [null, line.source])),
    /^differences: The source is not what the listings say/,
  ],
  [
    'a row has a partner',
    (f) => f.line('source_only', (line) => (line.target = line.source)),
    /^differences: The target is not what the listings say/,
  ],
  [
    'a record is another',
    (f) => f.line('changed', (line) => (line.target!.record = line.source!.record)),
    /^differences: The target's record does not have its digest/,
  ],
  [
    'a record and its digest are others',
    (f) =>
      f.line('changed', (line) =>
        Object.assign(line.target!, { record: line.source!.record, digest: line.source!.digest }),
      ),
    /^differences: The target's digest is not the one in its listing/,
  ],
  [
    'a record is no record',
    (f) => f.line('changed', (line) => (line.target!.record = `${line.target!.record},`)),
    /^differences: The target's record is not a record of the table/,
  ],
  [
    'a record is missing',
    (f) => f.line('changed', (line) => Object.assign(line.target!, { record: null })),
    /^differences: The target's record is not/,
  ],
  [
    'a key is another',
    (f) => f.line('changed', (line) => (line.key = ['x'])),
    /^differences: The key is not the source's/,
  ],
  [
    'a key is missing',
    (f) => f.line('changed', (line) => (line.key = null)),
    /^differences: The key is not the source's/,
  ],
  [
    'a key digest is another',
    (f) => f.line('changed', (line) => (line.keyDigest = hex('x'))),
    /^differences: The listings have a difference/,
  ],
  [
    'a column that differs is not named',
    (f) => f.line('changed', (line) => (line.columns = [])),
    /^differences: The columns are not those that differ/,
  ],
  [
    'a column that does not differ is named',
    (f) => f.line('within_tolerance', (line) => line.columns!.push('memo')),
    /^differences: The columns are not those that differ/,
  ],
  [
    'a row is of a file that was not read',
    (f) => f.line('changed', (line) => (side(line).file = 'x.csv')),
    /^differences: The source has no such file/,
  ],
  [
    'a row is of a file of another table',
    (f) => f.line('changed', (line) => (side(line).file = 'notes.csv')),
    /^differences: The source has no such file/,
  ],
  [
    'a row lies behind the end of its file',
    (f) => f.line('changed', (line) => (side(line).row = '99')),
    /^differences: The file has no row 99/,
  ],
  [
    'a row has no number',
    (f) => f.line('changed', (line) => (side(line).row = '0')),
    /^differences: A row has no number/,
  ],
  [
    'a line has a member more',
    (f) => f.line('changed', (line) => Object.assign(line, { note: 'fine' })),
    /^differences: The line is no difference/,
  ],
  [
    'a line has a text',
    (f) => f.line('changed', (line) => (line.text = 'fine')),
    /^differences: Only an unrepresentable value/,
  ],
  [
    'a line has a kind of its own',
    (f) => f.line('changed', (line) => (line.kind = 'fine')),
    /^differences: The line is no difference: kind/,
  ],
  [
    'a line is not canonical',
    (f) => f.lines(([first, ...rest]) => [`${first!} `, ...rest]),
    /^differences: The line is not in canonical form/,
  ],
  [
    'a line escapes what needs no escape',
    (f) => f.text('differences.ndjson', (text) => text.replace('"kind"', '"\\u006bind"')),
    /^differences: The line is not in canonical form/,
  ],
  ['a line is empty', (f) => f.lines((lines) => ['', ...lines]), /^differences: The line is not JSON/],
  [
    'the last line is not ended',
    (f) => f.bytes('differences.ndjson', (bytes) => bytes.subarray(0, -1)),
    /^differences: The line has no end/,
  ],
  [
    'a line is not UTF-8',
    (f) => f.bytes('differences.ndjson', (bytes) => bytes.fill(0xff, 20, 21)),
    /^differences: The line is not UTF-8/,
  ],
  [
    'a line begins with a byte order mark',
    (f) => f.text('differences.ndjson', (text) => `\ufeff${text}`),
    /^differences: The line is not JSON/,
  ],
  [
    'an unrepresentable value is made up',
    (f) => f.lines((lines) => [jcsFormless('accounts', '1'), ...lines]),
    /^differences: .*1 unrepresentable rows of the source of table accounts, and report.json says 0/,
  ],

  [
    'a cell of the CSV is a formula again',
    (f) => f.text('differences.csv', (text) => text.replace(`"'-`, `"-`)),
    /^differences.csv: differences.csv is no view/,
  ],
  [
    'the CSV has a line more',
    (f) => f.text('differences.csv', (text) => `${text}"x"\r\n`),
    /^differences.csv: The file holds more/,
  ],
  [
    'the CSV has a line less',
    (f) => f.text('differences.csv', (text) => text.slice(0, text.lastIndexOf('\r\n', text.length - 3) + 2)),
    /^differences.csv: differences.csv is no view/,
  ],
  ['there is an exception', (f) => f.text('exceptions.jsonl', () => '{}\n'), /^exceptions: /],
  [
    'there is a table that the report has not',
    (f) => f.files.set('tables/0003/source.buckets', Buffer.alloc(32)),
    /^subjects: /,
  ],
];

const jcsFormless = (table: string, row: string): string =>
  `{"column":"balance","columns":null,"key":null,"keyDigest":null,"kind":"unrepresentable","source":{"digest":null,"file":"accounts-1.csv","record":null,"row":"${row}"},"table":"${table}","target":null,"text":"x"}`;

/** The same, of a package that lists unrepresentable rows. */
export const changedFormless: readonly Case[] = [
  [
    'one of its values is missing',
    (f) => f.lines((lines) => lines.filter((line) => !line.includes('"text":""'))),
    /^differences: .*1 unrepresentable rows of the source of table notes, and report.json says 2/,
  ],
  [
    'its values are in another order',
    (f) =>
      f.lines((lines) => {
        const at = lines.findIndex((line) => line.includes('"unrepresentable"'));
        return swap(lines, at, at + 1);
      }),
    /^differences: The lines are not in their order/,
  ],
  [
    'a value stands twice',
    (f) =>
      f.lines((lines) => {
        const at = lines.findIndex((line) => line.includes('"unrepresentable"'));
        return lines.toSpliced(at, 0, lines[at]!);
      }),
    /^differences: The lines are not in their order/,
  ],
  [
    'a value is of no column',
    (f) => f.line('unrepresentable', (line) => (line.column = 'x')),
    /^differences: The line names no column/,
  ],
  [
    'a value has no text',
    (f) => f.line('unrepresentable', (line) => delete line.text),
    /^differences: The line names no column of the table and its text/,
  ],
  [
    'a value has a key',
    (f) => f.line('unrepresentable', (line) => (line.key = ['1'])),
    /^differences: A row without a form has no record/,
  ],
  [
    'a value lies on both sides',
    (f) => f.line('unrepresentable', (line) => (line.target = line.source)),
    /^differences: The value lies on one side/,
  ],
  [
    'a value lies behind the end of its file',
    (f) => f.line('unrepresentable', (line) => (line.source!.row = '7')),
    /^differences: The file has no row 7/,
  ],
  [
    'a value is half a surrogate pair',
    (f) => f.lines((lines) => lines.map((line) => line.replace('\u0378', '\\ud800'))),
    /^differences: A text of the line is not Unicode/,
  ],
  [
    'the side has a fingerprint after all',
    (f) => f.files.set('source.fingerprint.json', Buffer.from('{}')),
    /^source fingerprint: A side with an unrepresentable row/,
  ],
];
