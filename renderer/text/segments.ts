/** A stretch of a stranger's text: as it is, or one character that the eye would miss, with its name. */
export type Segment =
  | { readonly kind: 'plain'; readonly text: string }
  | { readonly kind: 'mark'; readonly text: string; readonly short: string; readonly name: string };

const names: Readonly<Record<number, readonly [short: string, name: string]>> = {
  0x09: ['TAB', 'tab'],
  0x0a: ['LF', 'line feed'],
  0x0d: ['CR', 'carriage return'],
  0x7f: ['DEL', 'delete'],
  0x85: ['NEL', 'next line'],
  0xa0: ['NBSP', 'no-break space'],
  0xad: ['SHY', 'soft hyphen'],
  0x034f: ['CGJ', 'combining grapheme joiner'],
  0x061c: ['ALM', 'Arabic letter mark'],
  0x180e: ['MVS', 'Mongolian vowel separator'],
  0x200b: ['ZWSP', 'zero width space'],
  0x200c: ['ZWNJ', 'zero width non-joiner'],
  0x200d: ['ZWJ', 'zero width joiner'],
  0x200e: ['LRM', 'left-to-right mark'],
  0x200f: ['RLM', 'right-to-left mark'],
  0x2028: ['LS', 'line separator'],
  0x2029: ['PS', 'paragraph separator'],
  0x202a: ['LRE', 'left-to-right embedding'],
  0x202b: ['RLE', 'right-to-left embedding'],
  0x202c: ['PDF', 'pop directional formatting'],
  0x202d: ['LRO', 'left-to-right override'],
  0x202e: ['RLO', 'right-to-left override'],
  0x202f: ['NNBSP', 'narrow no-break space'],
  0x2060: ['WJ', 'word joiner'],
  0x2066: ['LRI', 'left-to-right isolate'],
  0x2067: ['RLI', 'right-to-left isolate'],
  0x2068: ['FSI', 'first strong isolate'],
  0x2069: ['PDI', 'pop directional isolate'],
  0x3164: ['HF', 'Hangul filler'],
  0xfeff: ['BOM', 'byte order mark'],
};

// Controls, formats, lone surrogates, every space but U+0020, and whatever else Unicode says may draw nothing.
const unseen = /(?! )[\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/u;

const codeOf = (point: number) => `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;

function mark(character: string): Segment {
  const point = character.codePointAt(0)!;
  const [short, name] = names[point] ?? [
    codeOf(point),
    point < 0x20 ? 'control character' : 'character without a shape',
  ];
  return { kind: 'mark', text: character, short, name: `${codeOf(point)} ${name}` };
}

// A joiner or selector within an emoji draws: 👩‍🚀 and ❤️ are seen as they are.
const drawn =
  /\p{Extended_Pictographic}(\ufe0f|\ufe0e|\p{Emoji_Modifier})?(\u200d\p{Extended_Pictographic}(\ufe0f|\p{Emoji_Modifier})?)*/gu;

function unseenIn(text: string, into: Segment[]): void {
  let plain = '';
  for (const character of text) {
    if (!unseen.test(character)) {
      plain += character;
      continue;
    }
    if (plain !== '') into.push({ kind: 'plain', text: plain });
    plain = '';
    into.push(mark(character));
  }
  if (plain !== '') into.push({ kind: 'plain', text: plain });
}

function joined(segments: readonly Segment[]): Segment[] {
  const whole: Segment[] = [];
  for (const segment of segments) {
    const last = whole.at(-1);
    if (segment.kind === 'plain' && last?.kind === 'plain')
      whole[whole.length - 1] = { kind: 'plain', text: last.text + segment.text };
    else whole.push(segment);
  }
  return whole;
}

const outerSpace = (text: string): Segment[] =>
  Array.from({ length: text.length }, () => ({ kind: 'mark', text: ' ', short: 'SP', name: 'U+0020 space at an end' }));

/**
 * Text as it must be shown: bidi controls, invisible and control characters as marks, and spaces at either end, which a
 * reader of a reconciliation must see. Joining the segments' texts gives the text back.
 */
export function segments(text: string): Segment[] {
  const leading = /^ */.exec(text)![0];
  const trailing = leading.length === text.length ? '' : / *$/.exec(text)![0];
  const middle = text.slice(leading.length, text.length - trailing.length);
  const found: Segment[] = [];
  let from = 0;
  for (const { 0: emoji, index } of middle.matchAll(drawn)) {
    unseenIn(middle.slice(from, index), found);
    found.push({ kind: 'plain', text: emoji });
    from = index + emoji.length;
  }
  unseenIn(middle.slice(from), found);
  return [...outerSpace(leading), ...joined(found), ...outerSpace(trailing)];
}
