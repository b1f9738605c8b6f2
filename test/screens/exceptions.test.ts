import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browser, expectAccessible, openSample, tellOfFailures, type AppInBrowser } from './app-in-browser.ts';

describe.skipIf(browser.launch === null)('A difference is accepted as an exception, on the page', () => {
  let app: AppInBrowser;
  beforeAll(async () => {
    app = await openSample();
  });
  afterAll(async () => app.close());
  tellOfFailures(() => app);

  const inspect = async () => {
    const { page } = app;
    await page.locator('[role=row][aria-rowindex="2"] [role=gridcell]').nth(1).click();
    await page.getByRole('button', { name: 'Accept as exception…' }).waitFor();
  };

  it('the dialog is accessible, for one difference and for a class, and counts what the class names', async () => {
    const { page } = app;
    await page.goto(`${page.url().split('#')[0]!}#findings?table=accounts&kind=changed`);
    await inspect();
    await page.keyboard.press('a');
    await page.getByRole('dialog').waitFor();
    await expectAccessible(page, 'accept-one');
    await page.getByRole('radio', { name: /^a class/ }).check();
    await page.getByLabel(/^Condition over canonical columns/).fill("account_id LIKE 'AC-%'");
    await page.getByRole('button', { name: 'Count' }).click();
    await page.getByText(/^It names \d+ differences?\.$/).waitFor();
    await expectAccessible(page, 'accept-class');
  });

  it('accepting shows the new package, in which it is counted apart and said at the difference', async () => {
    const { page } = app;
    await page.getByLabel('Reason').fill('rounded by hand');
    await page.getByLabel('Owner, who answers for it').fill('ops@bank');
    await page.getByLabel('Approver, as auditors list the name').fill('cfo@bank');
    await page.getByLabel('Expires at the end of, UTC').fill('2999-06-30');
    await page.getByRole('button', { name: 'Accept', exact: true }).click();
    await page.getByText(/^Accepted\. A new, unsigned package has it/).waitFor();
    await page
      .getByRole('region', { name: /^Gates/ })
      .getByText(/\d+ accepted/)
      .waitFor();
    await page.goto(`${page.url().split('#')[0]!}#findings?table=accounts&kind=changed`);
    await page.getByRole('img', { name: 'accepted as an exception' }).first().waitFor();
    await inspect();
    await page
      .getByText(/^Accepted until/)
      .first()
      .waitFor();
    await expectAccessible(page, 'accepted');
  });

  it('Sign-off lists it, and offers it to its approver alone', async () => {
    const { page } = app;
    await page.keyboard.press('5');
    const exceptions = page.getByRole('region', { name: /^Exceptions/ });
    await exceptions.getByText('rounded by hand').waitFor();
    const name = page.getByLabel('Name, as auditors list it');
    await name.fill('eve@bank');
    expect(await page.getByRole('group', { name: 'Exceptions that this approves' }).count()).toBe(0);
    await name.fill('cfo@bank');
    const box = page.getByRole('group', { name: 'Exceptions that this approves' }).getByRole('checkbox');
    await box.waitFor();
    expect(await box.isChecked()).toBe(false);
    await expectAccessible(page, 'signoff-exceptions');
    expect(app.complaints).toEqual([]);
  });
});
