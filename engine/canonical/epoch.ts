import { fractionText, timeText } from './civil-time.ts';
import { compileDecimal } from './decimal.ts';
import type { Grammar } from './grammar.ts';
import { isDigit } from './grammar.ts';
import type { epochFormats } from './types.ts';

type EpochFormat = (typeof epochFormats)[number];

const placesOf: Readonly<Record<EpochFormat, 0 | 3 | 6 | 9>> = { epoch_s: 0, epoch_ms: 3, epoch_us: 6, epoch_ns: 9 };

/** A count of seconds or of a part of them since 1970, by the decimal grammar; for `datetime` read as UTC. */
export function compileEpoch(format: EpochFormat, precision: 0 | 3 | 6 | 9, suffix: '' | 'Z'): Grammar {
  const places = placesOf[format];
  const toSeconds = compileDecimal({ places: precision, shift: -places, point: '.', group: null });

  const general: Grammar = (text) => {
    const fixed = toSeconds(text);
    if (fixed === undefined) return undefined;
    const whole = precision === 0 ? fixed.length : fixed.length - precision - 1;
    if (whole > 13) return undefined; // beyond year 9999 by far, and beyond what a number holds
    const seconds = Number(fixed.slice(0, whole));
    const fraction = fixed.slice(whole + 1);
    if (!fixed.startsWith('-')) return timeText(seconds, fixed.slice(whole), suffix);
    if (/^0*$/.test(fraction)) return timeText(seconds, fixed.slice(whole), suffix);
    // -1.25 s is 0.75 s after -2 s
    const complement = String(10 ** precision - Number(fraction)).padStart(precision, '0');
    return timeText(seconds - 1, '.' + complement, suffix);
  };

  // Digits alone, longer than the fraction: the common case needs no arithmetic on the digits.
  return (text) => {
    const whole = text.length - places;
    if (whole < 1 || whole > 12) return general(text);
    let seconds = 0;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (!isDigit(code)) return general(text);
      if (i < whole) seconds = seconds * 10 + (code - 48);
    }
    const fraction = fractionText(places === 0 ? '' : text.slice(whole), precision);
    return fraction === undefined ? undefined : timeText(seconds, fraction, suffix);
  };
}
