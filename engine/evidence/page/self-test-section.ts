import { counted, grouped } from '../../../contract/grouped.ts';
import { sides } from '../../../contract/side.ts';
import type { Report } from '../report/report.ts';
import { html, nothing, type Html } from './html.ts';
import { note, paragraph, section, table } from './table.ts';
import { code, value } from './value.ts';

type Blind = NonNullable<Report['selfTest']>['blindTo'][number];

const words: Readonly<Record<Blind['by'], string>> = {
  null: 'which of these texts, or NULL, it is',
  values: 'which of these codes it is',
  trim: 'spaces at both ends',
  collapse_space: 'how many spaces stand together',
  lowercase: 'the case of A to Z',
  nfc: 'how characters are composed',
  true_false: 'which of these texts it is',
  float: 'digits beyond the nearest double',
  ignored: 'anything: the column is not compared',
};

/** What the self-test found, and every difference that the plan makes nothing of. */
export function selfTestSection({ selfTest }: Report): Html {
  if (selfTest === undefined)
    return section('self-test', 'Self-test', paragraph(html`This report holds no self-test.`));
  const { pass, tables, blindTo } = selfTest;
  const rows = tables.flatMap((one) =>
    sides.map((side) => [
      value(one.name),
      html`${side}`,
      html`${grouped(one[side].rows)}`,
      html`${grouped(one[side].alterations)}`,
      html`${grouped(one[side].moved)}`,
      html`<span class="${one[side].blind === '0' ? 'dim' : 'rule'}">${grouped(one[side].blind)}</span>`,
    ]),
  );
  const heads = [
    { head: 'table' },
    { head: 'side' },
    { head: 'rows drawn', number: true },
    { head: 'values altered', number: true },
    { head: 'moved the root', number: true },
    { head: 'blind by a rule', number: true },
  ];
  return section(
    'self-test',
    'Self-test',
    pass
      ? paragraph(
          html`Rows drawn from each side, of a few rows some twice, were read again with every column altered: each
          alteration moved the root, unless a rule of the plan makes both values one.`,
        )
      : paragraph(html`<strong class="differs">It failed: nothing here is proven, and it cannot be signed.</strong>`),
    table(heads, rows),
    blindTo.length === 0
      ? note(html`No rule of the plan makes two values one.`)
      : html`${note(html`${counted(String(blindTo.length), 'rule')} of the plan make no difference of:`)}${blindTable(blindTo)}`,
  );
}

const blindTable = (blindTo: readonly Blind[]): Html =>
  table(
    [{ head: 'column' }, { head: 'table' }, { head: 'side' }, { head: 'by' }, { head: 'no difference is made of' }],
    blindTo.map(({ column, table: of, side, by, texts }) => [
      code(column),
      value(of),
      html`${side}`,
      code(by),
      html`${words[by]}${texts.length === 0 ? nothing : html`: ${textsOf(texts)}`}`,
    ]),
  );

const textsOf = (lists: readonly (readonly string[])[]): Html =>
  lists
    .map((list) => list.map((text) => value(text)).reduce((all, one) => html`${all}, ${one}`))
    .reduce((all, one) => html`${all}; ${one}`);
