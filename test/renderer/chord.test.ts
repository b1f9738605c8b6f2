import { describe, expect, it } from 'vitest';
import { chordOf, printed, step } from '../../renderer/keys/chord.ts';

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
});

describe('Keys', () => {
  it('take Command on a Mac and Control elsewhere for the same action', () => {
    expect(chordOf(press('z', { metaKey: true }), true)).toBe('Mod+z');
    expect(chordOf(press('z', { ctrlKey: true }), false)).toBe('Mod+z');
    expect(chordOf(press('z', { ctrlKey: true }), true)).toBeNull();
    expect(chordOf(press('z', { altKey: true }), false)).toBeNull();
  });

  it('wait for the second key of two, and forget the first when another comes', () => {
    const known = ['g s', 's', '?'];
    expect(step('', 'g', known)).toEqual({ pending: 'g' });
    expect(step('g', 's', known)).toEqual({ hit: 'g s' });
    expect(step('g', '?', known)).toEqual({ hit: '?' });
    expect(step('', 'x', known)).toEqual({ pending: '' });
  });

  it('are printed as they are pressed', () => {
    expect(printed('g s', false)).toEqual(['g', 's']);
    expect(printed('Mod+Z', false)).toEqual(['Ctrl+Shift+Z']);
    expect(printed('Mod+Z', true)).toEqual(['⇧⌘Z']);
    expect(printed('ArrowUp', true)).toEqual(['↑']);
  });
});
