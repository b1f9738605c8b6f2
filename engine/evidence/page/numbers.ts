import { counted, grouped, groupedDecimal } from '../../../contract/grouped.ts';
import { Html, html } from './html.ts';

const unitsOfBytes = ['kB', 'MB', 'GB', 'TB', 'PB', 'EB'];

/** A size to be read, `307.1 MB`, cut and not rounded; the bytes in full stand beside it. */
export function sizeText(bytes: bigint): string {
  let tenths = bytes * 10n;
  let unit = 'bytes';
  for (const larger of unitsOfBytes) {
    if (tenths < 10_000n) break;
    tenths /= 1000n;
    unit = larger;
  }
  return unit === 'bytes' ? counted(bytes, 'byte') : `${grouped(tenths / 10n)}.${tenths % 10n} ${unit}`;
}

/** Hex in groups of eight; the gaps are drawn, not written, so that what is copied is the digest. */
export const digest = (hex: string): Html =>
  html`<code class="digest">${hex.match(/.{1,8}/gs)?.map((group) => html`<span>${group}</span><wbr />`) ?? []}</code>`;

/** Decimal texts of one column, filled up behind to the longest fraction so that the points stand in line. */
export function amounts(texts: readonly string[]): Html[] {
  const tail = (text: string): number => (text.includes('.') ? text.length - text.indexOf('.') : 0);
  const longest = Math.max(0, ...texts.map(tail));
  return texts.map((text) => {
    const parts = groupedDecimal(text).split(',');
    const whole = parts.map((part, i) => (i === 0 ? html`${part}` : html`,<wbr />${part}`));
    const fill = new Html('&nbsp;'.repeat(longest - tail(text)));
    return html`<code>${parts.length > 8 ? whole : groupedDecimal(text)}<span class="fill">${fill}</span></code>`;
  });
}
