import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const at = (path: string): string => readFileSync(new URL(`../verify/${path}`, import.meta.url), 'utf8');
const sha256 = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** verify/index.html: the stand-alone verifier's own text, less its command line, with the page's part behind it. */
export function verifyPage(): string {
  const whole = at('tallystick-verify.mjs');
  const core = whole.slice(whole.indexOf('\n') + 1, whole.indexOf('// ---- The command line (Node)'));
  const script = `\n${core}${at('page/page.mjs')}`;
  const style = `\n${at('page/page.css')}`;
  if (/<\/(script|style)/i.test(script + style)) throw new Error('A text of the page ends its own element');
  // Nothing but this very text runs, and nothing is fetched from anywhere.
  const csp = `default-src 'none'; script-src ${sha256(script)}; style-src ${sha256(style)}; base-uri 'none'; form-action 'none'`;
  const parts: Readonly<Record<string, string>> = {
    '{{csp}}': csp,
    '<!-- {{style}} -->': `<style>${style}</style>`,
    '<!-- {{script}} -->': `<script type="module">${script}</script>`,
  };
  return at('page/page.html').replace(/<!-- \{\{\w+\}\} -->|\{\{csp\}\}/g, (place) => parts[place]!);
}
