import { describe, expect, it } from 'vitest';
import { changedReports } from './changed-reports.ts';
import { failures, forgery, formlessForgery } from './verify-by-hand.ts';
import { seal } from './package-by-hand.ts';

describe('a report that is changed, with everything around it made to fit', () => {
  it.each(changedReports)('is refused when it %s', async (_, change, failure) => {
    const forged = forgery();
    change(forged);
    expect((await failures(forged.seal())).join('\n')).toMatch(new RegExp(failure, 'm'));
  });

  it('is refused when it names an identity for a side with an unrepresentable row', async () => {
    const forged = formlessForgery();
    forged.report.sides.source.identity = '0'.repeat(64);
    expect(await failures(forged.seal())).toEqual([expect.stringMatching(/^source fingerprint: /)]);
  });

  it('is refused when it leaves a result file unbound', async () => {
    const folder = seal(forgery(), (statement) => statement.subject.shift());
    expect(await failures(folder)).toEqual([
      expect.stringMatching(/^subjects: report.json does not bind differences.csv/),
    ]);
  });

  it('is refused when it binds its files in another order', async () => {
    const folder = seal(forgery(), (statement) => statement.subject.reverse());
    expect(await failures(folder)).toEqual([expect.stringMatching(/^subjects: .*byte order/)]);
  });

  it('is refused when it binds a file outside the package', async () => {
    const folder = seal(forgery(), (statement) =>
      statement.subject.push({ name: '../plan.yaml', digest: { sha256: '0'.repeat(64) } }),
    );
    expect(await failures(folder)).toEqual([expect.stringMatching(/^subjects: .*result files/)]);
  });

  it('is refused when it is of another type', async () => {
    const folder = seal(forgery(), (statement) =>
      Object.assign(statement, { predicateType: 'urn:tallystick:signoff:v1' }),
    );
    expect(await failures(folder)).toEqual([
      expect.stringMatching(/^report: Not a reconciliation report: predicateType/),
    ]);
  });
});
