import type { Report, ReportTable } from '../report/report.ts';
import { html, type Html } from './html.ts';
import { grouped } from '../../../contract/grouped.ts';
import { foldedTable, paragraph, section } from './table.ts';
import { code, value, valueOrNull } from './value.ts';

/** Coverage by the plan's shard column: shards with differences first. */
export function shardsSection({ tables }: Report): Html {
  const sharded = tables.flatMap(({ name, shards }) => (shards === undefined ? [] : [shardsOf(name, shards)]));
  return section(
    'shards',
    'Shards',
    ...(sharded.length === 0 ? [paragraph(html`The plan names no shard column.`)] : sharded),
  );
}

const inSight = 40;

function shardsOf(name: string, { column, values }: NonNullable<ReportTable['shards']>): Html {
  const differ = values.filter(({ differing }) => differing !== '0');
  const rows = [...differ, ...values.filter(({ differing }) => differing === '0')].map((shard) => [
    valueOrNull(shard.value),
    html`${grouped(shard.source)}`,
    html`${grouped(shard.target)}`,
    html`<span class="${shard.differing === '0' ? 'dim' : 'differs'}">${grouped(shard.differing)}</span>`,
  ]);
  const shown = Math.max(inSight, differ.length);
  return html`<h3>${value(name)}, by ${code(column)}</h3>
    ${foldedTable(
      [
        { head: 'shard' },
        { head: 'rows in source', number: true },
        { head: 'rows in target', number: true },
        { head: 'rows of differing keys', number: true },
      ],
      rows,
      shown,
      `${grouped(BigInt(Math.max(0, rows.length - shown)))} more, none of which differs`,
    )}`;
}
