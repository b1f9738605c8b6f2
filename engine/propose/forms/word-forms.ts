import type { FormCollector } from './form-collector.ts';

/** Yes and no, UUIDs, and bytes. */
export function addWords(collector: FormCollector): void {
  const { probe } = collector;
  for (const [yes, no] of bools(probe))
    if (yes === null) collector.add('bool', { kind: 'bool' }, {}, '', { plain: collector.all(/^(true|false)$/) });
    else collector.add('bool', { kind: 'bool' }, { trueTexts: [yes], falseTexts: [no] }, `${yes} and ${no}`);
  collector.add('uuid', { kind: 'uuid' }, {}, '', { plain: probe.every((text) => text.length === 36) });
  addBytes(collector);
}

const boolWords: readonly (readonly [string, string])[] = [
  ['Y', 'N'],
  ['y', 'n'],
  ['yes', 'no'],
  ['Yes', 'No'],
  ['YES', 'NO'],
  ['T', 'F'],
  ['J', 'N'],
  ['O', 'N'],
  ['S', 'N'],
  ['on', 'off'],
  ['ON', 'OFF'],
  ['1', '0'],
  ['X', ''],
  ['-1', '0'],
];

/** Pairs of texts that could be yes and no; null for those that `bool` reads by itself. */
function bools(probe: readonly string[]): (readonly [string, string] | readonly [null, null])[] {
  if (probe.length > 2) return [];
  const own = /^(true|t|1|TRUE|True|false|f|0|FALSE|False)$/;
  if (probe.every((text) => own.test(text))) return [[null, null]];
  return boolWords.filter((pair) => probe.every((text) => pair.includes(text)));
}

function addBytes(collector: FormCollector): void {
  const { probe } = collector;
  const marked = collector.all(/^(0[xX]|\\x)/);
  const long =
    probe.every((text) => text.length >= 16) && probe.some((text) => /[a-fA-F]/.test(text) && /\d/.test(text));
  if (marked || long) collector.add('bytes', { kind: 'bytes' }, {}, 'hexadecimal bytes', { plain: true });
  if (probe.every((text) => text.length % 4 === 0) && probe.some((text) => /[A-Z]/.test(text) && /[a-z]/.test(text)))
    collector.add('bytes', { kind: 'bytes' }, { encoding: 'base64' }, 'Base64');
}
