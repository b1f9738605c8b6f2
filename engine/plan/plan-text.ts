import type { PlanProblem } from './plan-problem.ts';

/** Some 20,000 columns. What is larger is refused before it is parsed, which costs a hundred times its size in memory. */
const maxPlanBytes = 2 * 1024 * 1024;

/** A plan's bytes as text, a byte order mark dropped; or why they are none. */
export function planText(bytes: Uint8Array): { readonly text: string } | { readonly problem: PlanProblem } {
  const refuse = (what: string, remedy: string, before = '') => {
    const lines = before.split('\n');
    return { problem: { what, path: [], remedy, line: lines.length, column: lines.at(-1)!.length + 1 } };
  };
  if (bytes.length > maxPlanBytes)
    return refuse(`A plan may have ${maxPlanBytes} bytes, this has ${bytes.length}`, 'Split it into several plans');
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return refuse('These bytes are not UTF-8', 'Save the plan as UTF-8', soundPrefix(bytes));
  }
  // YAML has no control characters, and a lone CR is a line end to some readers and none to others.
  // eslint-disable-next-line no-control-regex
  const control = /[\0-\x08\x0b\x0c\x0e-\x1f]|\r(?!\n)/.exec(text);
  if (control === null) return { text };
  const code = control[0].charCodeAt(0).toString(16).padStart(4, '0').toUpperCase();
  const remedy = code === '000D' ? 'End lines by LF or CRLF' : `In double quotes write it as \\u${code}`;
  return refuse(`A control character U+${code} stands here`, remedy, text.slice(0, control.index));
}

/** What stands before the first byte that is not UTF-8: there the text, written again, departs from the bytes. */
function soundPrefix(bytes: Uint8Array): string {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const again = new TextEncoder().encode(text);
  const wrong = again.findIndex((byte, at) => byte !== bytes[at]);
  return new TextDecoder('utf-8').decode(bytes.subarray(0, wrong));
}
