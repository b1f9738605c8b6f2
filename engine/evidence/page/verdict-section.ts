import type { Report } from '../report/report.ts';
import { shortSentence } from '../report/short-sentence.ts';
import { verdictShape, verdictWord } from '../report/verdict-words.ts';
import { digest } from './numbers.ts';
import { timeText } from './time-text.ts';
import { html, type Html } from './html.ts';
import { value } from './value.ts';

const tone = {
  RECONCILED: 'proven',
  RECONCILED_WITH_EXCEPTIONS: 'rule',
  NOT_RECONCILED: 'differs',
  NOT_PROVEN: 'differs',
} as const;

/** The name of the work, and the answer first: as a word, as a shape, as a sentence. */
export const verdictSection = (report: Report, reportDigest: string): Html =>
  html`<header>
    <p class="dim">Tallystick reconciliation report</p>
    <h1>${value(report.plan.name)}</h1>
    <p class="dim">${timeText(report.at)}, as the operator claims it.</p>
    <div class="verdict ${tone[report.verdict]}">
      <p class="word"><span aria-hidden="true">${verdictShape(report.verdict)}</span> ${verdictWord(report.verdict)}</p>
      <p>${shortSentence(report)}</p>
    </div>
    <p class="dim small">This page shows <code>report.json</code>, whose SHA-256 is<br />${digest(reportDigest)}</p>
  </header> `;
