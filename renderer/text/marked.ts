import { differing } from './differing.ts';
import { codePoints, lookAlike } from './look-alike.ts';
import { segments, type Segment } from './segments.ts';

/** A stretch of a text that is all its own, or all shared with what it was compared with. */
export interface Stretch {
  readonly own: boolean;
  readonly segments: readonly Segment[];
}

/**
 * A text as it must be shown, cut where it begins and ends to differ from another; undefined: compared with nothing.
 * What is at an end of the text and what is not is judged before it is cut.
 */
export function stretches(text: string, against: string | undefined): readonly Stretch[] {
  const shown = segments(text);
  if (against === undefined || against === text) return [{ own: false, segments: shown }];
  const [{ before, own }, { own: theirs }] = differing(text, against);
  const [from, to] = [before.length, before.length + own.length];
  return [
    { own: false, segments: between(shown, 0, from) },
    { own: true, segments: lookAlike(own, theirs) ? [spelled(own)] : between(shown, from, to) },
    { own: false, segments: between(shown, to, text.length) },
  ].filter((stretch) => stretch.own || stretch.segments.length > 0);
}

/** A mark that shows no difference to the eye says its code points. */
function spelled(text: string): Segment {
  const points = codePoints(text);
  return { kind: 'mark', text, short: `${text} ${points}`, name: points };
}

function between(all: readonly Segment[], from: number, to: number): Segment[] {
  let at = 0;
  return all.flatMap((segment) => {
    const [start, end] = [Math.max(from, at), Math.min(to, (at += segment.text.length))];
    const offset = at - segment.text.length;
    return start >= end ? [] : [{ ...segment, text: segment.text.slice(start - offset, end - offset) }];
  });
}
