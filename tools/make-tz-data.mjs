// Writes engine/canonical/tz-data.ts from a `tzdata.zi` of IANA's main data: `node tools/make-tz-data.mjs tzdata.zi`.
// IANA's releases and the PyPI package `tzdata` carry one; a system's own is often packed with `backzone`, which has
// other times before 1970, and is refused. (The npm package `tzdata` moves an UNTIL of a year alone to its last day and
// drops the suffixes and weekdays of the others, so it serves as a second opinion on rules and names only.)
import { readFileSync, writeFileSync } from 'node:fs';

const text = readFileSync(process.argv[2], 'utf8');
const version = /^# version (\d{4}[a-z]+)$/m.exec(text)?.[1];
if (version === undefined) throw new Error('no line "# version"');
if (/^# ddeps .*backzone/m.test(text)) throw new Error('packed with backzone: not the main data');
const lines = text.split('\n').filter((line) => /^[RZL\d-]/.test(line));
const body = lines.join('\n');
if (/[`\\$]/.test(body)) throw new Error('a character that a template text would change');

writeFileSync(
  new URL('../engine/canonical/tz-data.ts', import.meta.url),
  `/** The release of the IANA time zone database that comes with the product. Made by tools/make-tz-data.mjs. */
export const tzdataVersion = '${version}';

/** Its main data in zic's input form, abbreviated. In the public domain. */
export const tzdataSource = \`
${body}
\`;
`,
);
