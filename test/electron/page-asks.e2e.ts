import { ipcMainInvokeHandler } from 'electron-playwright-helpers';
import fc from 'fast-check';
import { calls, type CallName } from '../../contract/calls.ts';
import { outcomeSchema } from '../../contract/outcome.ts';
import { endApp, expect, test } from './app.ts';
import { say, sayAll } from './call.ts';

test.afterAll(endApp);

const refusal = { problem: { code: 'usage', what: 'Only the app’s own page may ask' } };

test.describe('only the page itself is answered', () => {
  test('a message that has no sender is refused', async ({ shell: { app } }) => {
    expect(await ipcMainInvokeHandler(app, 'tallystick:call', 'host.view', {})).toMatchObject(refusal);
    expect(await ipcMainInvokeHandler(app, 'tallystick:dropped', ['/etc/passwd'])).toMatchObject(refusal);
  });

  for (const address of ['about:blank', 'app://tallystick/report/2026', 'app://tallystick/assets/', 'data:text/html,x'])
    test(`the window’s own frame at ${address} is refused`, async ({ shell: { app } }) => {
      // Nothing in the page can bring the window there; the shell itself can, with the wall against it taken away.
      const answer = await app.evaluate(async ({ BrowserWindow }, address) => {
        const { webContents } = BrowserWindow.getAllWindows()[0]!;
        const walls = webContents.listeners('did-navigate') as (() => void)[];
        webContents.removeAllListeners('did-navigate');
        await webContents.loadURL(address).catch(() => undefined);
        const answer: unknown = await webContents.executeJavaScript(
          `'tallystick' in window ? tallystick.call('host.view', {}) : 'no bridge'`,
        );
        for (const wall of walls) webContents.on('did-navigate', wall);
        await webContents.loadURL('app://tallystick/index.html');
        return answer;
      }, address);
      expect(answer).toMatchObject(refusal);
    });

  test('another window that loads our page with our preload is refused', async ({ shell: { app } }) => {
    const answer = await app.evaluate(async ({ app, BrowserWindow }) => {
      const preload = `${app.getAppPath()}/dist/preload.cjs`;
      const window = new BrowserWindow({ show: false, webPreferences: { preload } });
      await window.loadURL('app://tallystick/index.html');
      const answer: unknown = await window.webContents.executeJavaScript(`tallystick.call('host.view', {})`);
      window.destroy();
      return answer;
    });
    expect(answer).toMatchObject(refusal);
  });

  test('a frame inside the page has no bridge at all', async ({ shell: { page } }) => {
    const seen = await page.evaluate(async () => {
      const frames = ['about:blank', 'index.html', 'report/2026'].map((src) =>
        Object.assign(document.createElement('iframe'), { src }),
      );
      // Our own page in a frame is never loaded: what is asked of it is asked of the empty frame.
      const loaded = frames
        .filter(({ src }) => !src.endsWith('index.html'))
        .map((frame) => new Promise((resolve) => (frame.onload = resolve)));
      document.body.append(...frames);
      await Promise.all(loaded);
      const seen = frames.map((frame) => {
        try {
          return 'tallystick' in frame.contentWindow!;
        } catch {
          return false; // of another origin, as a report is
        }
      });
      for (const frame of frames) frame.remove();
      return seen;
    });
    expect(seen).toEqual([false, false, false]);
  });
});

test.describe('what is asked is judged against the contract', () => {
  const names = Object.keys(calls) as CallName[];
  // Host calls that would show a dialog wait for a person, when their input happens to be right.
  const dialogs: readonly CallName[] = [
    'host.choose',
    'host.saveReport',
    'host.saveProof',
    'host.saveSample',
    'host.saveQuery',
  ];
  const silent = names.filter((name) => !dialogs.includes(name));

  test('whatever is said, the answer is an outcome, and nobody falls over', async ({ shell }) => {
    const { page, app } = shell;
    const anything = fc.oneof(fc.anything({ maxDepth: 3 }), fc.date({ noInvalidDate: true }));
    const pieces = fc.constantFrom(
      'h-',
      `h-${'0'.repeat(32)}`,
      '../../etc/passwd',
      '/etc/passwd',
      '__proto__',
      'source',
      '2026',
      'x'.repeat(200),
      '\0',
      '0',
      '-1',
      '1e999',
    );
    const fields = fc.dictionary(
      fc.constantFrom(
        'folder',
        'run',
        'key',
        'name',
        'source',
        'target',
        'table',
        'column',
        'job',
        'filter',
        'offset',
        'limit',
        'url',
        'text',
        'what',
        'as',
        'id',
        'passphrase',
        '__proto__',
        'constructor',
        'rows',
      ),
      fc.oneof(pieces, fc.integer(), fc.constant(null), fc.boolean(), fc.object({ maxDepth: 1 })),
    );
    const name = fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...silent) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          '__proto__',
          'constructor',
          'toString',
          'hasOwnProperty',
          'host',
          'host.',
          '',
          'engine.call',
        ),
      },
      { weight: 1, arbitrary: fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.constant(undefined)) },
    );
    const said = fc.array(fc.tuple(name, fc.oneof(anything, fields)), { minLength: 40, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(said, async (said) => {
        for (const outcome of await sayAll(page, said))
          expect(outcomeSchema.safeParse(outcome).success, JSON.stringify(outcome)).toBe(true);
      }),
      { numRuns: 25, endOnFailure: true },
    );
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
    expect(await say(page, 'host.view', {})).toHaveProperty('ok.kind', 'desktop');
    expect(shell.stderr()).not.toMatch(/Unhandled|TypeError|RangeError/);
  });

  test('every call refuses an input with one word too many', async ({ shell: { page } }) => {
    for (const name of names)
      expect(await say(page, name, { surplus: 1 }), name).toMatchObject({
        problem: { code: 'usage', where: expect.stringContaining(name) },
      });
  });

  test('names that every object has are no calls', async ({ shell: { page } }) => {
    for (const name of [
      '__proto__',
      'constructor',
      'toString',
      'valueOf',
      'hasOwnProperty',
      'Host.view',
      'host.view ',
      ' host.view',
      'host',
      7,
      null,
      ['host.view'],
      { toString: 'host.view' },
    ])
      expect(await say(page, name, {}), JSON.stringify(name)).toMatchObject({
        problem: { code: 'usage', what: 'There is no such call' },
      });
  });

  test('a path or a guessed handle opens nothing', async ({ shell: { page } }) => {
    for (const folder of [
      '/etc',
      '/',
      '..',
      'file:///etc',
      'h-',
      `h-${'0'.repeat(32)}`,
      `h-${'f'.repeat(32)}`,
      `h-${'0'.repeat(31)}`,
      `H-${'0'.repeat(32)}`,
      `h-${'0'.repeat(32)}\n`,
    ])
      expect(await say(page, 'workspace.open', { folder }), folder).toMatchObject({ problem: { code: 'usage' } });
    for (const id of ['../window', '..', 'k-', '/etc/passwd', `k-${'0'.repeat(32)}/../x`, 'k-\0'])
      expect(await say(page, 'host.forgetKey', { id }), id).toMatchObject({ problem: { code: 'usage' } });
  });

  test('a file that a script made is none that the user dropped', async ({ shell: { page } }) => {
    const outcome = await page.evaluate(() => {
      const { tallystick } = globalThis as unknown as { tallystick: { dropped: (files: object[]) => Promise<object> } };
      return tallystick.dropped([new File(['x'], '/etc/passwd'), new File(['x'], 'passwd')]);
    });
    expect(outcome).toEqual({ ok: { chosen: [] } });
  });
});

test.describe('the page’s own files, and no others', () => {
  const ask = (url: string, method = 'GET') => [url, method] as const;
  const hostile = [
    ask('app://tallystick/../package.json'),
    ask('app://tallystick/%2e%2e/package.json'),
    ask('app://tallystick/%2e%2e%2fpackage.json'),
    ask('app://tallystick/..%2fpackage.json'),
    ask('app://tallystick/..\\package.json'),
    ask('app://tallystick/..%5cpackage.json'),
    ask('app://tallystick/assets/../../package.json'),
    ask('app://tallystick/assets%2f..%2f..%2fmain.js'),
    ask('app://tallystick/main.js'),
    ask('app://tallystick/preload.cjs'),
    ask('app://tallystick//etc/passwd'),
    ask('app://tallystick/etc/passwd'),
    ask('app://tallystick/C:/Windows/win.ini'),
    ask('app://tallystick/index.html%00'),
    ask('app://tallystick/index.html%00.js'),
    ask('app://tallystick/index.html/'),
    ask('app://tallystick/index.html?x'),
    ask('app://tallystick/INDEX.HTML'),
    ask('app://tallystick/'),
    ask('app://tallystick/assets'),
    ask('app://tallystick/assets/'),
    ask('app://tallystick/report/../index.html/x'),
    ask('app://tallystick/report/%2e%2e%2findex.html'),
    ask('app://tallystick/report/..'),
    ask('app://tallystick/report/nothing'),
    ask('app://evil/index.html'),
    ask('app://tallystick.evil/index.html'),
    ask('app://tallystick/index.html', 'POST'),
    ask('app://tallystick/index.html', 'PUT'),
    ask('app://tallystick/index.html', 'DELETE'),
    ask('app://tallystick/index.html', 'OPTIONS'),
  ];

  test('are given to who asks for them', async ({ shell: { page } }) => {
    expect(await page.evaluate(async () => (await fetch('index.html')).status)).toBe(200);
  });

  for (const from of ['the page', 'the shell'] as const)
    test(`are all that ${from} gets, however it asks`, async ({ shell: { page, app } }) => {
      const inPage = ([url, method]: readonly [string, string]) =>
        page.evaluate(
          ([url, method]) =>
            fetch(url, { method }).then(
              ({ ok }) => ok,
              () => false,
            ),
          [url, method] as const,
        );
      const inShell = ([url, method]: readonly [string, string]) =>
        app.evaluate(
          ({ session }, [url, method]) =>
            session.defaultSession.fetch(url, { method }).then(
              ({ ok }) => ok,
              () => false,
            ),
          [url, method] as const,
        );
      for (const asked of hostile)
        expect(await (from === 'the page' ? inPage : inShell)(asked), asked.join(' ')).toBe(false);
    });
});
