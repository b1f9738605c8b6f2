import { beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../renderer/base.css';
import '../../renderer/tokens.css';
import App from '../../renderer/App.svelte';
import { TallyError } from '../../contract/problem.ts';
import { answering, opened } from './answering.ts';
import { changed, formless, report } from './report-values.ts';

const memo = { ...changed, columns: ['memo'] };
const inspected = {
  file: 'a.csv',
  row: '1',
  raw: [],
  rawWhy: '',
  record: '12400.07,"EUR","AC-1",""',
  keyDigest: '1'.repeat(64),
  rowDigest: '2'.repeat(64),
  bucket: null,
  path: [],
  root: 'a'.repeat(64),
};
const engine = (difference = memo, more: Parameters<typeof answering>[0] = {}) =>
  answering(
    opened({
      'run.report': () => report,
      'findings.page': ({ offset }) => ({ total: '1', offset, rows: offset === 0 ? [difference] : [] }),
      'findings.map': () => ({ depth: 0, level: 0, differing: btoa('\x01\0\0\0') }),
      'findings.inspect': () => ({
        difference,
        source: difference.source === null ? null : inspected,
        target: inspected,
      }),
      'exceptions.count': () => ({ rows: '4' }),
      'exceptions.accept': () => ({ run: 'run-2' }),
      ...more,
    }),
  );
async function dialog(transport = engine()) {
  await render(App, { transport });
  await userEvent.click(page.getByRole('grid').getByText('AC-1').first());
  await page.getByRole('button', { name: 'Accept as exception…' }).click();
  return { transport, accept: page.getByRole('button', { name: 'Accept', exact: true }) };
}
const fill = async (owner = 'ops@bank', approver = 'cfo@bank') => {
  await page.getByLabelText('Reason').fill(' rounded by hand ');
  await page.getByLabelText('Owner, who answers for it').fill(owner);
  await page.getByLabelText('Approver, as auditors list the name').fill(approver);
  await page.getByLabelText('Expires at the end of, UTC').fill('2999-06-30');
};

beforeEach(async () => {
  await page.viewport(1280, 800);
  location.hash = '#findings';
});

describe('Accept as exception', () => {
  it('asks for reason, owner, approver and expiry, and accepts the one difference', async () => {
    const { transport, accept } = await dialog();
    await expect.element(accept).toBeDisabled();
    await expect.element(page.getByText('Give a reason.')).toBeVisible();
    await fill();
    await userEvent.click(accept);
    await expect
      .poll(() => transport.last('exceptions.accept'))
      .toEqual({
        ...{ run: 'run-1', names: { line: '0' }, reason: 'rounded by hand', owner: 'ops@bank', approver: 'cfo@bank' },
        expires: '2999-06-30T23:59:59Z',
      });
    await expect.element(page.getByText(/^Accepted\. A new, unsigned package has it/)).toBeVisible();
    expect(page.getByRole('dialog').query()).toBeNull();
  });

  it('does not let the owner approve, nor a day that is past', async () => {
    const { accept } = await dialog();
    await fill('ops@bank', ' OPS@bank');
    await expect.element(page.getByText('The owner cannot be the approver too.')).toBeVisible();
    await expect.element(accept).toBeDisabled();
    await page.getByLabelText('Approver, as auditors list the name').fill('cfo@bank');
    await page.getByLabelText('Expires at the end of, UTC').fill('2020-01-01');
    await expect.element(page.getByText('That day is past.')).toBeVisible();
  });

  it('takes a class by the column that alone differs and a condition, and counts it first', async () => {
    const { transport, accept } = await dialog();
    await page.getByRole('radio', { name: /^a class/ }).click();
    await page.getByLabelText(/^Condition over canonical columns/).fill('memo IS NULL');
    await page.getByRole('button', { name: 'Count' }).click();
    await expect.element(page.getByText('It names 4 differences.')).toBeVisible();
    const names = { table: 'accounts', kind: 'changed', column: 'memo', condition: 'memo IS NULL' };
    expect(transport.last('exceptions.count')).toEqual({ run: 'run-1', names });
    // The count was of something else once the class is another.
    await page.getByRole('checkbox', { name: /alone differs/ }).click();
    await expect.element(page.getByText('It names 4 differences.')).not.toBeInTheDocument();
    await fill();
    await userEvent.click(accept);
    await expect.poll(() => transport.last('exceptions.accept')?.names).toEqual({ ...names, column: null });
  });

  it('stays open and says what the engine refused', async () => {
    const refused = engine(memo, {
      'exceptions.accept': () => {
        throw new TallyError('usage', 'The package holds this very exception already');
      },
    });
    const { accept } = await dialog(refused);
    await fill();
    await userEvent.click(accept);
    await expect.element(page.getByRole('alert')).toHaveTextContent('The package holds this very exception already');
  });

  it('is opened by a key, and is not offered for a row without a form', async () => {
    await render(App, { transport: engine({ ...formless, line: '0' }) });
    await userEvent.click(page.getByRole('grid').getByText('12,40').first());
    await expect.element(page.getByText(/^A row without a form has no digest/)).toBeVisible();
    await userEvent.keyboard('a');
    expect(page.getByRole('dialog').query()).toBeNull();
  });
});
