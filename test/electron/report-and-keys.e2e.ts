import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stubDialog } from 'electron-playwright-helpers';
import { endApp, expect, hear, type Shell, test } from './app.ts';
import { ask, say } from './call.ts';

test.afterAll(endApp);

/** A finished run in the app of this file, made once: the sample, reconciled. */
let made: Promise<string> | undefined;
const aRun = (shell: Shell): Promise<string> => (made ??= sample(shell));

async function sample(shell: Shell): Promise<string> {
  const heard = await hear(shell);
  const { job } = await ask(shell.page, 'workspace.sample', { rows: 2000 });
  const last = () => heard.flatMap((event) => (event.type === 'job' && event.job.id === job ? [event.job] : [])).at(-1);
  await expect.poll(() => last()?.state, { timeout: 60_000 }).toBe('done');
  return last()!.made!;
}

async function packageFile({ home }: Shell, run: string, name: string): Promise<Buffer> {
  const files = await readdir(home, { recursive: true });
  return readFile(
    join(
      home,
      files.find((path) => path.endsWith(join('runs', run, name)))!,
    ),
  );
}

test.describe('the report', () => {
  test('is saved as HTML, the very bytes of the package', async ({ shell }, info) => {
    const run = await aRun(shell);
    const filePath = info.outputPath('report.html');
    await stubDialog(shell.app, 'showSaveDialog', { canceled: false, filePath });
    expect(await ask(shell.page, 'host.saveReport', { run, as: 'html' })).toEqual({ saved: true });
    expect(await readFile(filePath)).toEqual(await packageFile(shell, run, 'report.html'));
  });

  test('is saved as PDF, on A4, with its text and its headings', async ({ shell }, info) => {
    const run = await aRun(shell);
    const filePath = info.outputPath('report.pdf');
    await stubDialog(shell.app, 'showSaveDialog', { canceled: false, filePath });
    expect(await ask(shell.page, 'host.saveReport', { run, as: 'pdf' })).toEqual({ saved: true });
    const pdf = (await readFile(filePath)).toString('latin1');
    expect(pdf.startsWith('%PDF-1.')).toBe(true);
    expect(pdf).toMatch(/\/MediaBox \[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]/); // A4 in points
    expect(pdf).toContain('/StructTreeRoot'); // tagged: readable by a screen reader
    expect(pdf).not.toMatch(/\/(JavaScript|JS|Launch|EmbeddedFile)\b/);
    expect(pdf.match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(1);
    expect(await shell.app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1);
  });

  test('is not saved when the dialog is cancelled, nor over a folder that is not there', async ({ shell }, info) => {
    const run = await aRun(shell);
    const filePath = info.outputPath('none', 'report.html');
    await stubDialog(shell.app, 'showSaveDialog', { canceled: true, filePath });
    expect(await ask(shell.page, 'host.saveReport', { run, as: 'html' })).toEqual({ saved: false });
    await stubDialog(shell.app, 'showSaveDialog', { canceled: false, filePath });
    expect(await say(shell.page, 'host.saveReport', { run, as: 'html' })).toHaveProperty('problem.code', 'machine');
    expect(await readdir(info.outputDir).catch(() => [])).toEqual([]);
  });

  test('is shown as a stranger: no script, no origin, nothing fetched, whatever its bytes', async ({ shell }) => {
    const { page, app } = shell;
    const run = await aRun(shell);
    await page.evaluate(
      (run) =>
        document.body.append(
          Object.assign(document.createElement('iframe'), { src: `report/${run}`, className: 'stray' }),
        ),
      run,
    );
    const frame = await expect
      .poll(() =>
        page
          .frames()
          .find((one) => one.url().endsWith(`/report/${run}`))
          ?.title(),
      )
      .toContain('reconciliation report')
      .then(() => page.frames().find((one) => one.url().endsWith(`/report/${run}`))!);
    expect(await frame.locator('h1, h2').count()).toBeGreaterThan(3);
    const [origin] = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.webContents.mainFrame.frames.map(({ origin }) => origin),
    );
    expect(origin).toBe('null');
    const headers = await page.evaluate(async (run) => [...(await fetch(`report/${run}`)).headers], run);
    const policy = new Map(headers).get('content-security-policy');
    expect(policy).toMatch(/^sandbox; default-src 'none';/);
    expect(policy).not.toContain('allow-');
    await page.evaluate(() => document.querySelectorAll('.stray').forEach((element) => element.remove()));
  });
});

test.describe('a signing key', () => {
  const key = async (shell: Shell): Promise<string> => {
    const path = join(await mkdtemp(join(shell.home, 'keys ')), 'ops');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'a passphrase', '-C', 'ops', '-f', path]);
    await stubDialog(shell.app, 'showOpenDialog', { canceled: false, filePaths: [path] });
    const { chosen } = await ask(shell.page, 'host.choose', { what: 'key' });
    return chosen[0]!.handle;
  };

  test('is not remembered where the system would not protect it, and that is said', async ({ shell }) => {
    const { page, app } = shell;
    test.skip(process.platform !== 'linux', 'other systems have a store');
    const backend = await app.evaluate(({ safeStorage }) => safeStorage.getSelectedStorageBackend());
    test.skip(backend !== 'basic_text', 'this system has a secret store');
    const { vault } = await ask(page, 'host.view', {});
    expect(vault).toEqual({ available: false, why: expect.stringContaining('no secret store') });
    expect(
      await say(page, 'host.rememberKey', { key: await key(shell), passphrase: 'a passphrase', name: 'ops' }),
    ).toMatchObject({
      problem: { code: 'usage', what: 'A key cannot be remembered safely here' },
    });
    expect(await readdir(join(shell.userData, 'vault')).catch(() => [])).toEqual([]);
  });

  test('is remembered sealed, signs, and is forgotten', async ({ shell }) => {
    const { page, app, userData } = shell;
    const run = await aRun(shell);
    // A store for this test alone: Chromium's own cipher, by the name of one that protects.
    await app.evaluate(({ safeStorage }) => {
      safeStorage.setUsePlainTextEncryption(true);
      safeStorage.getSelectedStorageBackend = () => 'gnome_libsecret';
    });
    const handle = await key(shell);
    expect(await say(page, 'host.rememberKey', { key: handle, passphrase: 'another', name: 'ops' })).toMatchObject({
      problem: { code: 'usage', what: 'The passphrase does not open the key' },
    });
    const { id } = await ask(page, 'host.rememberKey', { key: handle, passphrase: 'a passphrase', name: 'ops@bank' });
    const kept = await readFile(join(userData, 'vault', `${id}.json`), 'utf8');
    expect(kept).not.toContain('OPENSSH');
    expect(kept).not.toContain(Buffer.from('OPENSSH PRIVATE KEY').toString('base64').slice(0, 20));
    expect(kept).not.toContain('a passphrase');
    const { keys } = await ask(page, 'signoff.view', { run });
    expect(keys).toEqual([{ id, name: 'ops@bank', fingerprint: expect.stringMatching(/^SHA256:/) }]);
    const signed = await ask(page, 'signoff.sign', {
      run,
      key: { vault: id },
      passphrase: null,
      name: 'ops@bank',
      role: 'preparer',
      decision: 'APPROVE',
      text: 'rehearsal',
    });
    expect(signed.signed).toMatchObject([{ name: 'ops@bank', role: 'preparer', decision: 'APPROVE' }]);
    await ask(page, 'host.forgetKey', { id });
    expect((await ask(page, 'signoff.view', { run })).keys).toEqual([]);
    expect(
      await say(page, 'signoff.sign', {
        run,
        key: { vault: id },
        passphrase: null,
        name: 'x',
        role: 'approver',
        decision: 'APPROVE',
        text: '',
      }),
    ).toHaveProperty('problem.code', 'usage');
  });
});

test('all of this broke no rule of the page’s policy', ({ shell }) => {
  expect(shell.violations).toEqual([]);
});
