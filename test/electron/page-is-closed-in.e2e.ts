import { readFile } from 'node:fs/promises';
import { endApp, expect, test } from './app.ts';

test.afterAll(endApp);

test.describe('the page', () => {
  test('runs in the sandbox, in a context of its own, with nothing of Node', async ({ shell: { app, page } }) => {
    const preferences = await app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      return (window!.webContents as unknown as { getLastWebPreferences: () => object }).getLastWebPreferences();
    });
    expect(preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      enableBlinkFeatures: '',
      webviewTag: false,
    });
    const seen = await page.evaluate(() =>
      ['require', 'process', 'module', 'exports', 'global', 'Buffer', 'electron', '__dirname', 'setImmediate'].filter(
        (name) => name in globalThis,
      ),
    );
    expect(seen).toEqual([]);
  });

  test('is held by the operating system too', async ({ shell: { app } }) => {
    test.skip(process.platform !== 'linux', 'seccomp is of Linux');
    const pid = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.webContents.getOSProcessId(),
    );
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    expect(status).toMatch(/^Seccomp:\t2$/m); // a filter
    expect(status).toMatch(/^NoNewPrivs:\t1$/m);
  });

  test('has three functions of the shell and no more, each made in its own world', async ({ shell: { page } }) => {
    const bridge = await page.evaluate(() => {
      const { tallystick } = globalThis as unknown as { tallystick: Record<string, unknown> };
      return {
        names: Object.entries(tallystick).map(([name, value]) => `${name} ${typeof value}`),
        isFrozen: Object.isFrozen(tallystick) || !Reflect.set(tallystick, 'call', null),
        fromOutside: Object.values(tallystick).every((value) => (value as () => void).constructor === Function),
      };
    });
    expect(bridge.names.toSorted()).toEqual(['call function', 'dropped function', 'listen function']);
    expect(bridge.isFrozen).toBe(true);
    expect(bridge.fromOutside).toBe(true);
  });

  test('is on a scheme of its own, under a policy that begins with nothing', async ({ shell: { page } }) => {
    expect(await page.evaluate(() => origin)).toBe('app://tallystick');
    const headers = await page.evaluate(async () => [...(await fetch('index.html')).headers]);
    const policy = new Map(headers).get('content-security-policy') ?? '';
    expect(policy.startsWith("default-src 'none';")).toBe(true);
    expect(policy).not.toMatch(/unsafe|https?:|\*|data:|blob:/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
  });

  test('cannot loosen the sandbox of a window, even from the shell’s own side', async ({ shell: { app } }) => {
    test.skip(process.platform !== 'linux', 'seccomp is of Linux');
    const pid = await app.evaluate(async ({ BrowserWindow }) => {
      const window = new BrowserWindow({ show: false, webPreferences: { sandbox: false } });
      await window.loadURL('app://tallystick/index.html');
      return window.webContents.getOSProcessId();
    });
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    await app.evaluate(({ BrowserWindow }, pid) => {
      for (const window of BrowserWindow.getAllWindows())
        if (window.webContents.getOSProcessId() === pid) window.destroy();
    }, pid);
    expect(status).toMatch(/^Seccomp:\t2$/m); // enableSandbox() came before ready
  });
});
