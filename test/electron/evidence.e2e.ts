import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import { stubDialog } from 'electron-playwright-helpers';
import { endApp, expect, hear, test, type Shell } from './app.ts';
import { ask } from './call.ts';

const shots = join(import.meta.dirname, '../../artefacts/screens');

// One workspace, what is decided in it and what leaves it: each test goes on where the one before it ended.
test.describe.configure({ mode: 'serial' });
test.afterAll(endApp);

/** A screen as it is seen, kept in both schemes and two sizes, and without a fault that axe can find. */
async function look({ page, app }: Shell, name: string): Promise<void> {
  await mkdir(shots, { recursive: true });
  for (const [width, height] of [
    [1280, 800],
    [2560, 1440],
  ] as const) {
    await app.evaluate(({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]!.setContentSize(...size), [
      width,
      height,
    ] as const);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.screenshot({ path: join(shots, `${name}-${width}-${colorScheme}.png`) });
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      expect(violations.map(({ id, nodes }) => [colorScheme, id, nodes[0]?.html])).toEqual([]);
    }
  }
}

const visit = ({ page }: Shell, name: RegExp) => page.getByRole('navigation').getByRole('link', { name }).click();
const inspect = async ({ page }: Shell) => {
  await page
    .getByRole('navigation')
    .getByRole('link', { name: /^Findings/ })
    .click();
  await page.getByRole('grid').getByRole('row').nth(1).getByRole('gridcell').nth(1).click();
  await page.getByRole('complementary', { name: 'Inspector' }).getByRole('heading', { name: /^Path/ }).waitFor();
};

/** Drops a real file on an element, as the window system hands it over. */
async function dropOn({ page }: Shell, label: string, file: string): Promise<void> {
  const box = (await page.getByRole('group', { name: label }).boundingBox())!;
  const cdp = await page.context().newCDPSession(page);
  const data = { items: [], files: [file], dragOperationsMask: 1 };
  const [x, y] = [box.x + box.width / 2, box.y + 20];
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await cdp.send('Input.dispatchDragEvent', { type, x, y, data });
  await cdp.detach();
}

test('a proof is exported from the inspector, dropped on Verify and sound; tampered with it is refused', async ({
  shell,
}, info) => {
  const { page, app } = shell;
  const heard = await hear(shell);
  const { job } = await ask(page, 'workspace.sample', { rows: 2000 });
  const last = () => heard.flatMap((event) => (event.type === 'job' && event.job.id === job ? [event.job] : [])).at(-1);
  await expect.poll(() => last()?.state, { timeout: 90_000 }).toBe('done');
  await inspect(shell);
  const filePath = info.outputPath('a.proof.json');
  await stubDialog(app, 'showSaveDialog', { canceled: false, filePath });
  await page
    .getByRole('button', { name: /^Export proof for the/ })
    .first()
    .click();
  await page.getByText('The proof is saved.').waitFor();
  await look(shell, 'desktop-export-proof');
  await visit(shell, /^Verify/);
  await dropOn(shell, 'Package or proof', filePath);
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await page.getByRole('heading', { name: 'Sound', exact: true }).waitFor();
  await page.getByText('The snapshot holds this record.').waitFor();
  await look(shell, 'desktop-verify-proof');
  const text = await readFile(filePath, 'utf8');
  await writeFile(
    filePath,
    text.replace(
      /"record":"(.*?)(\d)/,
      (_, before: string, digit: string) => `"record":"${before}${(Number(digit) + 1) % 10}`,
    ),
  );
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await page.getByRole('heading', { name: 'Not sound' }).waitFor();
  await page.getByText('Nothing of this is shown by it', { exact: false }).waitFor();
  await look(shell, 'desktop-verify-proof-tampered');
});

test('an exception is accepted, and shown in the new package, at its difference and on Sign-off', async ({ shell }) => {
  const { page } = shell;
  await inspect(shell);
  await page.keyboard.press('a');
  const dialog = page.getByRole('dialog', { name: 'Accept as exception' });
  await dialog.getByLabel('Reason').fill('rounded by hand');
  await dialog.getByLabel('Owner, who answers for it').fill('ops@bank');
  await dialog.getByLabel('Approver, as auditors list the name').fill('cfo@bank');
  await dialog.getByLabel('Expires at the end of, UTC').fill('2999-06-30');
  await look(shell, 'desktop-accept');
  await dialog.getByRole('button', { name: 'Accept', exact: true }).click();
  await page.getByText(/^Accepted\. A new, unsigned package has it/).waitFor();
  await page
    .getByRole('region', { name: /^Gates/ })
    .getByText(/\d+ accepted/)
    .waitFor();
  await visit(shell, /^Sign-off/);
  await page
    .getByRole('region', { name: /^Exceptions/ })
    .getByText('rounded by hand')
    .waitFor();
  await look(shell, 'desktop-exceptions');
});

/** The workspace's folder, and its journal as it is now. */
async function workspaceOf({ home }: Shell): Promise<{ readonly folder: string; readonly journal: string }> {
  const found = (await readdir(home, { recursive: true })).find((path) => path.endsWith(`${sep}journal.jsonl`))!;
  return { folder: dirname(join(home, found)), journal: await readFile(join(home, found), 'utf8') };
}

test('a sample and its sheet are saved where the dialog says, as they lie in the workspace; cancelled, nothing is', async ({
  shell,
}, info) => {
  const { page, app } = shell;
  await visit(shell, /^Sign-off/);
  await page.getByRole('button', { name: 'Spot checks' }).click();
  await page.getByLabel('Rows').fill('12');
  await page.getByLabel(/^Seed, best named/).fill('lottery of 31 January');
  await page.getByRole('button', { name: 'Draw', exact: true }).click();
  await page.getByText(/^If none of the 12 rows drawn is wrong/).waitFor();
  await look(shell, 'desktop-spot');
  const { folder, journal } = await workspaceOf(shell);
  const drawn = (await readdir(join(folder, 'spots'), { recursive: true })).filter((path) => path.includes('001.'));
  const bytesOf = (extension: string) =>
    readFile(
      join(
        folder,
        'spots',
        drawn.find((path) => path.endsWith(extension))!,
      ),
    );

  const filePath = info.outputPath('nowhere.json');
  await stubDialog(app, 'showSaveDialog', { canceled: true, filePath });
  await page.getByRole('button', { name: 'Save the sample' }).click();
  await expect(page.getByRole('button', { name: 'Save the sample' })).toBeEnabled();
  expect((await workspaceOf(shell)).journal).toBe(journal);
  await expect(readFile(filePath)).rejects.toThrow();

  for (const [what, extension] of [
    ['sample', '.json'],
    ['sheet', '.csv'],
  ] as const) {
    const filePath = info.outputPath(`saved${extension}`);
    await stubDialog(app, 'showSaveDialog', { canceled: false, filePath });
    await page.getByRole('button', { name: `Save the ${what}` }).click();
    await page.getByText(`The ${what} is saved.`).waitFor();
    expect(await readFile(filePath)).toEqual(await bytesOf(extension));
  }
  const lines = (await workspaceOf(shell)).journal.slice(journal.length).trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { event: string; as: string }).as)).toEqual([
    expect.stringMatching(/-001\.json$/),
    expect.stringMatching(/-001\.csv$/),
  ]);
});

test('Verify runs a package again on exports from dialogs, judges a journal that was dropped, and says what is another', async ({
  shell,
}, info) => {
  const { page, app } = shell;
  const { folder, journal } = await workspaceOf(shell);
  const { runs } = await ask(page, 'run.list', {});
  const first = runs.at(-1)!.run;
  await visit(shell, /^Verify/);
  const choose = async (group: string, path: string) => {
    await stubDialog(app, 'showOpenDialog', { canceled: false, filePaths: [path] });
    await page
      .getByRole('group', { name: group })
      .getByRole('button', { name: /^Choose(…| another…)$/ })
      .click();
  };
  const answer = (question: string) =>
    page
      .locator('dt', { hasText: new RegExp(`^${question}$`) })
      .locator('xpath=following-sibling::dd')
      .first();
  await choose('Package or proof', join(folder, 'runs', first));
  await page.getByText('The exports, to run it again; the journal').click();
  await choose('Source export', join(folder, 'source'));
  await choose('Target export', join(folder, 'target'));
  const torn = info.outputPath('journal.jsonl');
  await writeFile(torn, journal.slice(0, -3));
  await dropOn(shell, 'Journal', torn);
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await page.getByRole('heading', { name: 'Sound', exact: true }).waitFor();
  await expect(answer('Run again')).toHaveText(/the same/);
  await expect(answer('Journal')).toHaveText(/not judged whole/);
  await look(shell, 'desktop-verify-again');

  const [one] = (await readdir(join(folder, 'target'))).filter(
    (name) => name.startsWith('accounts') && name.endsWith('.gz'),
  );
  const changed = info.outputPath('target');
  await cp(join(folder, 'target'), changed, { recursive: true });
  const text = gunzipSync(await readFile(join(changed, one!))).toString('utf8');
  await writeFile(
    join(changed, one!),
    gzipSync(text.replace(/\d(?=[\r\n])/, (digit) => `${(Number(digit) + 1) % 10}`)),
  );
  await choose('Target export', changed);
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await page.getByRole('heading', { name: 'Not sound' }).waitFor();
  await expect(answer('Run again')).toHaveText(/another/);
});

test('the runs are held against each other, and the journal has a line of each thing that was done', async ({
  shell,
}) => {
  const { page } = shell;
  await visit(shell, /^Rehearsals/);
  const steps = page.getByRole('region', { name: /^From run to run/ });
  await expect.poll(() => steps.getByRole('row').count()).toBe(3);
  await page.getByRole('row', { name: /^compare run 2.*1 exception/ }).waitFor();
  await look(shell, 'desktop-rehearsals');
  await visit(shell, /^Journal/);
  await page.getByRole('heading', { name: 'As it was written' }).waitFor();
  await page.getByRole('row', { name: /1 exception of/ }).waitFor();
  await page.getByRole('row', { name: /Saved outside the workspace.*proof\.json/ }).waitFor();
  await look(shell, 'desktop-journal');
  const { folder, journal } = await workspaceOf(shell);
  await writeFile(join(folder, 'journal.jsonl'), journal.replace('proof.json', 'prove.json'));
  await visit(shell, /^Findings/);
  await visit(shell, /^Journal/);
  await page.getByRole('heading', { name: 'Tampered with' }).waitFor();
  await look(shell, 'desktop-journal-tampered');
});

test('nothing of all this was refused by the page’s policy', ({ shell }) => {
  expect(shell.violations).toEqual([]);
});
