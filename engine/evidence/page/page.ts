import { createHash } from 'node:crypto';
import type { Difference } from '../differences/difference.ts';
import type { Report, ReportStatement } from '../report/report.ts';
import { columnsSection } from './columns-section.ts';
import { comparedSection } from './compared-section.ts';
import { coverageSection } from './coverage-section.ts';
import { filesSection } from './files-section.ts';
import { differencesSection } from './differences-section.ts';
import { disagreementsSection } from './disagreements-section.ts';
import { equationSection } from './equation-section.ts';
import { exceptionsSection } from './exceptions-section.ts';
import { assumptionsSection } from './assumptions-section.ts';
import { Html, html } from './html.ts';
import { checksSection, gatesSection } from './judged-sections.ts';
import { moneySection } from './money-section.ts';
import { digest } from './numbers.ts';
import { rootsSection } from './roots-section.ts';
import { rulesSection } from './rules-section.ts';
import { selfTestSection } from './self-test-section.ts';
import { shardsSection } from './shards-section.ts';
import { checkSection, signaturesSection } from './signatures-section.ts';
import { style } from './style.ts';
import { value } from './value.ts';
import { verdictSection } from './verdict-section.ts';

const styleHash = createHash('sha256').update(style).digest('base64');
// The page is opened by people who trust nobody: should any escaping fail, it still can neither run nor fetch anything.
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;

// In one piece: its hash is of every byte between the tags.
const styleElement = new Html(`<style>${style}</style>`);

/** The whole page: what an auditor asks first stands first, the listing of differences last. */
export function pageOf(statement: ReportStatement, reportDigest: string, differences: Iterable<Difference>): string {
  const { predicate: report } = statement;
  return html`<!doctype html>
    <html lang="en" dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${new Html(policy)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${report.plan.name}: reconciliation report</title>
        ${styleElement}
      </head>
      <body>
        ${verdictSection(report, reportDigest)}
        <main>
          ${disagreementsSection(report)}${comparedSection(report)}${equationSection(report)}${columnsSection(report)}${moneySection(report)}${checksSection(report)}${gatesSection(report)}${rulesSection(report)}${selfTestSection(report)}${coverageSection(report)}${shardsSection(report)}${exceptionsSection(report)}${assumptionsSection(report)}${filesSection(report)}${rootsSection(report)}${signaturesSection(report)}${checkSection(statement)}${differencesSection(report, differences)}
        </main>
        ${footer(report)}
      </body>
    </html> `.markup;
}

const footer = ({ plan, hash, tool }: Report): Html =>
  html`<footer>
    <p>Plan ${value(plan.name)}, identity ${digest(plan.identity)}</p>
    <p>
      Hash ${hash === 'sha256' ? 'SHA-256' : 'BLAKE3'}; tallystick ${value(tool.version)}; engine ${value(tool.engine)};
      tz database ${value(tool.tzdata)}
    </p>
  </footer> `;
