/** What was pressed, as far as a chord needs it. */
export interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/**
 * One press as a chord is written: `?`, `Enter`, `Mod+z`, `Mod+Z` with Shift. `Mod` is Command on a Mac and Control
 * elsewhere; with any other modifier it is nobody's chord.
 */
export function chordOf(press: Press, mac: boolean): string | null {
  const [mod, other] = mac ? [press.metaKey, press.ctrlKey] : [press.ctrlKey, press.metaKey];
  if (other || press.altKey) return null;
  return mod ? `Mod+${press.key}` : press.key;
}

/** What the presses so far come to: an action's keys, the beginning of some, or nothing. */
export function step(
  before: string,
  chord: string,
  known: readonly string[],
): { readonly hit: string } | { readonly pending: string } {
  const both = before === '' ? chord : `${before} ${chord}`;
  for (const keys of before === '' ? [chord] : [both, chord]) {
    if (known.includes(keys)) return { hit: keys };
    if (known.some((other) => other.startsWith(`${keys} `))) return { pending: keys };
  }
  return { pending: '' };
}

const glyphs: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
};

/** The keys of an action as they are printed, one text a key: `['g', 's']`, `['⌘Z']`, `['Ctrl+Shift+Z']`. */
export function printed(keys: string, mac: boolean): string[] {
  return keys.split(' ').map((chord) => {
    if (!chord.startsWith('Mod+')) return glyphs[chord] ?? chord;
    const key = chord.slice(4);
    const shift = key.length === 1 && key !== key.toLowerCase();
    const name = glyphs[key] ?? (key === 'Enter' && mac ? '↵' : key.length === 1 ? key.toUpperCase() : key);
    return mac ? `${shift ? '⇧' : ''}⌘${name}` : `Ctrl+${shift ? 'Shift+' : ''}${name}`;
  });
}
