const stops = 'a[href], button:enabled, [role="tab"], [role="row"][tabindex]';

/** Makes ↑ ↓ ← → Home End move the focus among what can be pressed inside an element. */
export function arrows(element: HTMLElement): () => void {
  const walk = (event: KeyboardEvent) => {
    const all = [...element.querySelectorAll<HTMLElement>(stops)];
    const at = all.findIndex((stop) => stop === document.activeElement);
    const moves: Partial<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowRight: at + 1,
      ArrowUp: at - 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: all.length - 1,
    };
    const to = moves[event.key];
    if (to === undefined || at === -1) return;
    event.preventDefault();
    all[Math.max(0, Math.min(to, all.length - 1))]?.focus();
  };
  element.addEventListener('keydown', walk);
  return () => element.removeEventListener('keydown', walk);
}

/** Puts the focus on the first thing that can be pressed, when the element comes. */
export function focusFirst(element: HTMLElement): void {
  element.querySelector<HTMLElement>(stops)?.focus();
}
