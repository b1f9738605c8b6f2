import type { Report } from '../report/report.ts';
import { html, type Html } from './html.ts';
import { grouped } from '../../../contract/grouped.ts';
import { digest } from './numbers.ts';
import { note, section, table } from './table.ts';
import { value } from './value.ts';

/** The tables' tree roots: equal content under one plan and depth gives equal roots, and nothing else does. */
export const rootsSection = ({ tables, hash }: Report): Html =>
  section(
    'roots',
    'Roots',
    table(
      [
        { head: 'table' },
        { head: 'buckets', number: true },
        { head: 'differing', number: true },
        { head: 'root of the source' },
        { head: 'root of the target' },
      ],
      tables.map(({ name, depth, roots, bucketsDiffering }) => [
        value(name),
        html`${grouped(2n ** BigInt(depth))}`,
        html`<span class="${bucketsDiffering === '0' ? 'dim' : 'differs'}">${grouped(bucketsDiffering)}</span>`,
        digest(roots.source),
        roots.source === roots.target ? html`<span class="proven">equal</span>` : digest(roots.target),
      ]),
    ),
    note(html`Trees of ${hash === 'sha256' ? 'SHA-256' : 'BLAKE3'} over canonical records, version 1.`),
  );
