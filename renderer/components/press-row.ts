/** A press anywhere on a table's row is one on its button: a count is as good as the name beside it. Keys need the button alone. */
export function pressRow(element: HTMLElement): () => void {
  const press = ({ target }: MouseEvent) => {
    if (!(target instanceof Element) || target.closest('a, button, input') !== null) return;
    if (getSelection()?.isCollapsed === false) return; // somebody marks a number to copy it
    target.closest('tr')?.querySelector<HTMLElement>('button:is([aria-pressed], [aria-expanded])')?.click();
  };
  element.addEventListener('click', press);
  return () => element.removeEventListener('click', press);
}
