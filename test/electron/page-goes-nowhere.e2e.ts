import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { endApp, expect, type Shell, test } from './app.ts';
import { openStranger, type Stranger } from './stranger.ts';

test.afterAll(endApp);

const home = 'app://tallystick/index.html';
const lookAlikes = (stranger: string) => [
  stranger,
  'https://tallystick/index.html',
  'http://tallystick/index.html',
  'app://evil/index.html',
  'app://tallystick.evil/index.html',
  'app://tallystick@evil/index.html',
  'app://tallystick:80/index.html',
  'app://tallystick/report/2026-01-31T021000Z',
  'app://tallystick/assets/',
  'file:///etc/passwd',
  'file://tallystick/index.html',
  'about:blank',
  'data:text/html,<title>stranger</title>',
  'blob:app://tallystick/4f3c',
  'filesystem:app://tallystick/temporary/x',
  'chrome://settings/',
  'chrome://version/',
  'devtools://devtools/bundled/inspector.html',
  'view-source:app://tallystick/index.html',
  'javascript:void(document.title="stranger")',
];

/** The main process has heard of whatever was tried once it answers; where the page was lost, it is there again. */
async function isHome({ app, page }: Shell, tried: string): Promise<void> {
  await expect(async () => {
    const address = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.getURL());
    const shown = await page.evaluate(() => [origin, document.title.endsWith('Tallystick')]);
    expect([address, ...shown], tried).toEqual([home, 'app://tallystick', true]);
  }).toPass({ timeout: 5000 });
}

let stranger: Stranger;
test.beforeAll(async () => {
  stranger = await openStranger();
});
test.afterAll(() => stranger.close());

test.describe('the page goes nowhere', () => {
  for (const way of ['location', 'link', 'form', 'refresh', 'top'] as const)
    test(`by ${way}`, async ({ shell }) => {
      const { page } = shell;
      for (const address of lookAlikes(stranger.address)) {
        // A refresh that was refused a moment ago may still be taking the page away: what is tried is tried again.
        await expect(async () => {
          await page.evaluate(
            ([way, address]) => {
              const put = (tag: string, attributes: Record<string, string>): HTMLElement => {
                const element = document.createElement(tag);
                for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
                document.body.append(element);
                return element;
              };
              try {
                if (way === 'location') location.href = address!;
                if (way === 'link') put('a', { href: address, class: 'stray' }).click();
                if (way === 'form')
                  (put('form', { action: address, method: 'post', class: 'stray' }) as HTMLFormElement).submit();
                if (way === 'refresh')
                  put('meta', { 'http-equiv': 'refresh', content: `0;url=${address}`, class: 'stray' });
                if (way === 'top')
                  (put('iframe', { class: 'stray' }) as HTMLIFrameElement).contentWindow!.top!.location.href = address!;
              } catch {
                // refused by the page itself
              }
            },
            [way, address] as const,
          );
        }).toPass({ timeout: 5000 });
        await isHome(shell, address);
      }
      await page.evaluate(() => document.querySelectorAll('.stray').forEach((element) => element.remove()));
      expect(stranger.visits).toEqual([]);
    });

  test('and opens no window', async ({ shell: { page, app } }) => {
    for (const address of lookAlikes(stranger.address)) {
      const opened = await page.evaluate((address) => {
        const window_ = open(address);
        const named = open(address, 'other', 'popup,nodeIntegration=yes,sandbox=no');
        const link = document.createElement('a');
        Object.assign(link, { href: address, target: '_blank', rel: 'opener' }).click();
        return [window_, named].filter((one) => one !== null).length;
      }, address);
      expect(opened, address).toBe(0);
    }
    expect(await app.evaluate(({ webContents }) => webContents.getAllWebContents().length)).toBe(1);
    expect(stranger.visits).toEqual([]);
  });

  test('nor does a frame inside it, but to a report', async ({ shell: { page } }) => {
    const reports = lookAlikes(stranger.address).filter((address) =>
      /^app:\/\/tallystick\/report\/[^/]+$/.test(address),
    );
    const others = lookAlikes(stranger.address).filter((address) => !reports.includes(address));
    const seen = await page.evaluate(async (addresses) => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      const seen: string[] = [];
      for (const address of addresses) {
        frame.src = address;
        await new Promise((resolve) => setTimeout(resolve, 0));
        seen.push(frame.contentDocument?.title ?? 'of another origin');
      }
      frame.remove();
      return seen;
    }, others);
    expect(seen.filter((title) => title !== '' && title !== 'of another origin')).toEqual([]);
    expect(stranger.visits).toEqual([]);
  });

  test('nor where it is sent on to', async ({ shell: { app } }) => {
    // Nothing of ours redirects: a session of the test's own does, and only the wall stands between.
    const landed = await app.evaluate(async ({ BrowserWindow, session }) => {
      const asked: string[] = [];
      const own = session.fromPartition('redirecting');
      own.protocol.handle('app', ({ url }) => {
        asked.push(url);
        return url.endsWith('/on')
          ? new Response(null, { status: 302, headers: { location: 'app://tallystick/landed' } })
          : new Response('landed', { headers: { 'content-type': 'text/html' } });
      });
      const window = new BrowserWindow({ show: false, webPreferences: { session: own } });
      const go = () => window.loadURL('app://tallystick/on').catch(() => undefined);
      await go();
      const behindTheWall = asked.filter((url) => url.endsWith('/landed')).length;
      window.webContents.removeAllListeners('will-redirect');
      await go();
      const withoutIt = asked.filter((url) => url.endsWith('/landed')).length;
      window.destroy();
      own.protocol.unhandle('app');
      return { behindTheWall, withoutIt };
    });
    expect(landed).toEqual({ behindTheWall: 0, withoutIt: 1 });
  });

  test('and holds no webview', async ({ shell: { page, app } }) => {
    await page.evaluate((address) => {
      const view = document.createElement('webview');
      for (const [name, value] of Object.entries({
        src: address,
        nodeintegration: '',
        allowpopups: '',
        webpreferences: 'sandbox=no',
      }))
        view.setAttribute(name, value);
      document.body.append(view);
    }, stranger.address);
    // Even a window that was allowed the tag attaches nothing: what the tag asks for is refused where it is asked.
    const attached = await app.evaluate(async ({ BrowserWindow, webContents }, address) => {
      const window = new BrowserWindow({ show: false, webPreferences: { webviewTag: true } });
      await window.loadURL('app://tallystick/index.html');
      await window.webContents.executeJavaScript(
        `{ const view = document.createElement('webview'); view.setAttribute('src', ${JSON.stringify(address)}); document.body.append(view) }; 1`,
      );
      const kinds = webContents.getAllWebContents().map((contents) => contents.getType());
      window.destroy();
      return kinds.filter((kind) => kind === 'webview').length;
    }, stranger.address);
    expect(attached).toBe(0);
    await page.evaluate(() => document.querySelectorAll('webview').forEach((element) => element.remove()));
    expect(stranger.visits).toEqual([]);
  });
});

test.describe('the network', () => {
  test('is not reached from the page', async ({ shell: { page } }) => {
    const outcome = await page.evaluate(async (address) => {
      const failed = (work: () => Promise<unknown>) =>
        work().then(
          () => 'reached',
          () => 'refused',
        );
      const element = (tag: string, attributes: Record<string, string>) => () =>
        new Promise((resolve, reject) => {
          const made = Object.assign(document.createElement(tag), attributes);
          made.onload = resolve;
          made.onerror = reject;
          document.head.append(made);
        });
      return Promise.all([
        failed(() => fetch(address)),
        failed(() => fetch(address, { mode: 'no-cors' })),
        failed(element('img', { src: address })),
        failed(element('link', { rel: 'stylesheet', href: address })),
        failed(
          () =>
            new Promise((resolve, reject) => {
              const socket = new WebSocket(address.replace('http', 'ws'));
              socket.onopen = resolve;
              socket.onerror = reject;
            }),
        ),
        failed(
          () =>
            new Promise((resolve, reject) => {
              const source = new EventSource(address);
              source.onopen = resolve;
              source.onerror = reject;
            }),
        ),
        Promise.resolve(navigator.sendBeacon(address, 'x') ? 'refused' : 'refused'),
      ]);
    }, stranger.address);
    expect(new Set(outcome)).toEqual(new Set(['refused']));
    expect(stranger.visits).toEqual([]);
  });

  test('is not reached by a window that forgot the policy, nor by the shell’s own session', async ({
    shell: { app },
  }) => {
    const reached = await app.evaluate(async ({ BrowserWindow, session }, address) => {
      const window = new BrowserWindow({ show: false });
      const bySession = (url: string) =>
        session.defaultSession.fetch(url).then(
          (response) => (response.ok ? 'reached' : 'refused'),
          () => 'refused',
        );
      const outcomes = [];
      for (const url of [
        address,
        'https://example.com/',
        'file:///etc/passwd',
        'app://evil/index.html',
        'ftp://example.com/',
      ]) {
        outcomes.push(
          await window.loadURL(url).then(
            () => 'reached',
            () => 'refused',
          ),
        );
        outcomes.push(await bySession(url));
      }
      window.destroy();
      return outcomes;
    }, stranger.address);
    expect(new Set(reached)).toEqual(new Set(['refused']));
    expect(stranger.visits).toEqual([]);
  });
});

test('nothing is downloaded', async ({ shell: { page, app, home } }) => {
  const tried = app.evaluate(
    ({ session }) =>
      new Promise<boolean>((resolve) =>
        session.defaultSession.once('will-download', (event) => resolve(event.defaultPrevented)),
      ),
  );
  await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob(['payload']));
    link.download = 'payload.sh';
    link.click();
  });
  expect(await tried).toBe(true);
  expect((await readdir(home, { recursive: true })).filter((name) => name.endsWith('payload.sh'))).toEqual([]);
});

test('no permission is given but to copy text, and no device', async ({ shell: { page } }) => {
  const answers = await page.evaluate(async () => {
    const refusal = (work: () => Promise<unknown>) =>
      work().then(
        () => 'granted',
        (error: unknown) => (error as Error).name,
      );
    const names = [
      'geolocation',
      'notifications',
      'camera',
      'microphone',
      'midi',
      'clipboard-read',
      'screen-wake-lock',
      'local-fonts',
      'window-management',
      'storage-access',
      'background-sync',
      'display-capture',
      'idle-detection',
      'persistent-storage',
    ];
    const states = await Promise.all(
      names.map((name) =>
        navigator.permissions.query({ name: name as PermissionName }).then(
          ({ state }) => `${name} ${state}`,
          () => `${name} denied`,
        ),
      ),
    );
    return {
      states: states.filter((state) => state.endsWith('granted')),
      notification: await Notification.requestPermission(),
      media: await refusal(() => navigator.mediaDevices.getUserMedia({ audio: true, video: true })),
      screen: await refusal(() => navigator.mediaDevices.getDisplayMedia()),
      read: await refusal(() => navigator.clipboard.readText()),
      position: await refusal(
        () =>
          new Promise((resolve, reject) =>
            navigator.geolocation.getCurrentPosition(resolve, (error) => reject(new Error(String(error.code)))),
          ),
      ),
      midi: await refusal(() => navigator.requestMIDIAccess({ sysex: true })),
      wake: await refusal(() => navigator.wakeLock.request('screen')),
    };
  });
  expect(answers).toEqual({
    states: [],
    notification: 'denied',
    media: expect.stringMatching(/^Not/),
    screen: expect.stringMatching(/^Not/),
    read: 'NotAllowedError',
    position: 'Error',
    midi: expect.stringMatching(/^(NotAllowed|Security)Error$/),
    wake: 'NotAllowedError',
  });
});

test('a listed site, and no other, is handed to the system’s browser', async ({ shell: { page, app } }, info) => {
  test.skip(process.platform !== 'linux', 'xdg-open is of Linux');
  // A browser of the test's own stands first on the PATH and writes down what it was asked to open.
  const folder = info.outputPath('bin');
  const asked = info.outputPath('asked');
  await mkdir(folder, { recursive: true });
  await writeFile(asked, '');
  await writeFile(join(folder, 'xdg-open'), `#!/bin/sh\necho "$1" >> '${asked}'\n`);
  await chmod(join(folder, 'xdg-open'), 0o755);
  await app.evaluate(
    (_electron, folder) => void (process.env['PATH'] = `${folder}:${process.env['PATH'] ?? ''}`),
    folder,
  );
  const listed = 'https://www.rfc-editor.org/rfc/rfc9162';
  const call = (url: string) =>
    page.evaluate(
      (url) =>
        (globalThis as never as { tallystick: { call: (n: string, i: object) => Promise<object> } }).tallystick.call(
          'host.openExternal',
          { url },
        ),
      url,
    );
  for (const address of [
    ...lookAlikes(stranger.address),
    'https://www.rfc-editor.org.evil/',
    'https://www.rfc-editor.org@evil/',
    'http://www.rfc-editor.org/',
  ]) {
    expect(await call(address), address).toMatchObject({ problem: { code: 'usage' } });
    await page.evaluate((address) => open(address), address);
  }
  expect(await call(listed)).toEqual({ ok: {} });
  await expect.poll(() => readFile(asked, 'utf8')).toBe(`${listed}\n`);
});

test('what the page’s policy refused on the way was counted, as it is everywhere else', ({ shell }) => {
  expect(shell.violations.length).toBeGreaterThan(5);
});
