import { onDestroy } from 'svelte';
import { SvelteSet } from 'svelte/reactivity';
import { chordOf, step } from './chord.ts';

/** One thing the keyboard can do: what `?` lists. */
export interface Action {
  /** `g s`, `Mod+z`, `?`; several ways apart by ` or `. */
  readonly keys: string;
  readonly does: string;
  readonly where: string;
  /** Whether the status bar shows it too. */
  readonly shown?: boolean;
  /** `keys`: the one of several ways that was pressed. */
  run(keys: string): void;
}

const waysTo = ({ keys }: Action) => keys.split(' or ');

const typedInto = (target: EventTarget | undefined) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName) || takesText(target));
/** Keys that scroll or walk what has the focus. */
const moves = /^(Arrow|Page|Home$|End$)/;

const takesText = (target: HTMLElement) =>
  target instanceof HTMLInputElement && !/^(checkbox|radio|button|submit)$/.test(target.type);

/** Every key of the page in one place, so that what `?` lists is what works. */
export class Keyboard {
  readonly mac: boolean;
  readonly actions = new SvelteSet<Action>();
  #before = '';

  constructor(platform: string) {
    this.mac = /^mac/i.test(platform);
  }

  /** Makes actions work while the component that asks is on the page. */
  use(...actions: readonly Action[]): void {
    for (const action of actions) this.actions.add(action);
    onDestroy(() => {
      for (const action of actions) this.actions.delete(action);
    });
  }

  /** Does what these keys do, if they do anything on the screen that is shown. */
  perform(keys: string): void {
    [...this.actions].findLast((action) => waysTo(action).includes(keys))?.run(keys);
  }

  press(event: KeyboardEvent): void {
    const chord = chordOf(event, this.mac);
    if (chord === null || event.defaultPrevented || event.isComposing) return;
    const bare = !chord.startsWith('Mod+');
    if (bare && typedInto(event.composedPath()[0])) return;
    if (document.querySelector('dialog[open]') !== null) return;
    const outcome = step(this.#before, chord, [...this.actions].flatMap(waysTo));
    this.#before = 'pending' in outcome ? outcome.pending : '';
    if (!('hit' in outcome)) return;
    // Enter and Space belong to the control that has the focus, and so do the keys that move in it.
    if (/^(Enter| )$/.test(chord) && document.activeElement?.matches('a, button, summary, [role]') === true) return;
    if (moves.test(chord) && document.activeElement?.matches('[tabindex="0"]') === true) return;
    event.preventDefault();
    this.perform(outcome.hit);
  }
}
