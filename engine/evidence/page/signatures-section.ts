import { counted } from '../../../contract/grouped.ts';
import type { Report, ReportStatement } from '../report/report.ts';
import { html, type Html } from './html.ts';
import { digest } from './numbers.ts';
import { note, paragraph, section, table } from './table.ts';
import { code } from './value.ts';

/** Who must sign; the page itself carries no signature, since signatures cover it. */
export function signaturesSection({ signers, verdict }: Report): Html {
  const needed = [
    ...(signers.preparer === '0' ? [] : [counted(signers.preparer, 'preparer')]),
    ...(signers.approver === '0' ? [] : [counted(signers.approver, 'approver')]),
  ];
  return section(
    'signatures',
    'Signatures',
    paragraph(
      html`This page carries none: they stand beside it, in <code>signoffs/</code>. Needed by the plan:
        ${needed.length === 0 ? 'nobody' : needed.join(', ')}.`,
      verdict === 'NOT_PROVEN' ? html` What is not proven cannot be signed.` : html``,
    ),
  );
}

/** How to check the package with tools that are not ours. */
export const checkSection = ({ subject }: ReportStatement): Html =>
  section(
    'check',
    'Check this without us',
    paragraph(
      html`In the folder of this page, with the <code>allowed_signers</code> that you trust, and <code>NAME</code> as
        the signer is called in it:`,
    ),
    html`<pre>
sha256sum -c SHA256SUMS
ssh-keygen -Y verify -f allowed_signers -I NAME -n tallystick-report -s report.json.sig &lt; report.json
ssh-keygen -Y verify -f allowed_signers -I NAME -n tallystick-signoff -s signoffs/001.json.sig &lt; signoffs/001.json</pre> `,
    note(
      html`The first says of every file whether it is as the run wrote it; the second, that the preparer signed the
        report; the third, once for each file in <code>signoffs/</code>, that a person signed off on this page and on
        <code>report.json</code>, which binds these files:`,
    ),
    table(
      [{ head: 'file' }, { head: 'SHA-256' }],
      subject.map(({ name, digest: { sha256 } }) => [code(name), digest(sha256)]),
    ),
  );
