const block = new Set(['P', 'DIV', 'LI', 'TR', 'H1', 'H2', 'H3', 'SECTION', 'DT', 'DD', 'PRE', 'FIGURE']);

/** The text of a copied piece of page with every `<data>` as its raw value: a grouped number cannot be pasted anywhere. */
export function rawText(node: Node): string {
  if (node.nodeType === Node.TEXT_NODE) return node.nodeValue ?? '';
  if (node instanceof HTMLDataElement) return node.value;
  const inner = Array.from(node.childNodes, rawText).join('');
  if (!(node instanceof Element) || inner === '') return inner;
  if (node.matches('td, th')) return `${inner.trim()}\t`;
  return block.has(node.tagName) ? `${inner.replace(/\t$/, '')}\n` : inner;
}

/** Puts the raw text of the selection on the clipboard; leaves fields that are typed into alone. */
export function copyRaw(event: ClipboardEvent): void {
  const selection = document.getSelection();
  if (selection === null || selection.rangeCount === 0 || selection.isCollapsed) return;
  const fragment = selection.getRangeAt(0).cloneContents();
  if (fragment.querySelector('data') === null) return;
  event.clipboardData?.setData('text/plain', rawText(fragment).replace(/[\t\n]+$/, ''));
  event.preventDefault();
}
