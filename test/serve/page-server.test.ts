import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageHeaders, reportHeaders } from '../../contract/page-headers.ts';
import { startLoopback, type Loopback } from '../../serve/loopback.ts';
import { Browser } from '../contract/answering.ts';

const root = mkdtempSync(join(tmpdir(), 'tallystick-serve-'));
const page = join(root, 'page');
let loopback: Loopback;
let browser: Browser;

beforeAll(async () => {
  mkdirSync(join(page, 'assets'), { recursive: true });
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>the page</title>');
  writeFileSync(join(page, 'assets', 'index-1.js'), 'export {};\n');
  writeFileSync(join(page, 'assets', 'notes.exe'), 'not of the page');
  writeFileSync(join(root, 'outside.html'), 'outside');
  symlinkSync(join(root, 'outside.html'), join(page, 'linked.html'));
  loopback = await startLoopback({ root, port: 0, limits: { threads: 2, memory: 2 ** 30 }, page });
  browser = await Browser.open(loopback.link);
});
afterAll(async () => {
  await loopback.close();
  rmSync(root, { recursive: true, force: true });
});

/** A request as it is written, without a client that mends it first. */
function raw(lines: readonly string[], body = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(loopback.port, '127.0.0.1');
    let answer = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => (answer += chunk));
    socket.on('end', () => resolve(answer)).on('error', reject);
    socket.on('close', () => resolve(answer));
    socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
  });
}
const host = () => `Host: 127.0.0.1:${loopback.port}`;
const statusOf = (answer: string): string => answer.split('\r\n')[0]!;

describe('the loopback server', () => {
  it('serves the page’s files and nothing else that lies there or elsewhere', async () => {
    const index = await browser.get('/');
    expect([index.status, index.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(await index.text()).toContain('the page');
    expect((await browser.get('/assets/index-1.js')).headers.get('content-type')).toBe(
      'text/javascript; charset=utf-8',
    );
    for (const path of ['/assets/notes.exe', '/linked.html', '/outside.html', '/assets', '/assets/', '/nothing'])
      expect((await browser.get(path)).status, path).toBe(404);
  });

  it('sends its rules with every answer, the refusals among them', async () => {
    const answers = [
      await browser.get('/'),
      await browser.get('/nothing'),
      await fetch(`${browser.origin}/`),
      await fetch(loopback.link), // used already
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 401, 401]);
    for (const { headers } of answers) {
      for (const [name, value] of Object.entries(pageHeaders)) expect(headers.get(name), name).toBe(value);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
    expect(pageHeaders['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
    expect(pageHeaders['content-security-policy']).not.toContain('unsafe');
  });

  it('gives the cookie for the link, once, and to nobody else', async () => {
    const again = await fetch(loopback.link);
    expect([again.status, again.headers.getSetCookie()]).toEqual([401, []]);
    const guess = await fetch(`${browser.origin}/?token=${'0'.repeat(64)}`);
    expect([guess.status, guess.headers.getSetCookie()]).toEqual([401, []]);
    expect((await browser.get('/')).headers.getSetCookie()).toEqual([]);
  });

  it('listens on 127.0.0.1 alone', async () => {
    const others = Object.values(networkInterfaces())
      .flatMap((all) => all ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    const reached = (address: string): Promise<boolean> =>
      new Promise((resolve) => {
        const socket = connect({ port: loopback.port, host: address, timeout: 2000 });
        const end = (answer: boolean): void => {
          socket.destroy();
          resolve(answer);
        };
        socket
          .on('connect', () => end(true))
          .on('error', () => end(false))
          .on('timeout', () => end(false));
      });
    expect(await reached('127.0.0.1')).toBe(true);
    for (const { address } of others) expect(await reached(address), address).toBe(false);
    expect(await reached('::1')).toBe(false);
  });

  it('refuses what is written to be read in two ways', async () => {
    const cookie = `Cookie: ${browser.cookie}`;
    const end = 'Connection: close';
    expect(statusOf(await raw(['GET / HTTP/1.1', host(), 'Host: evil.example', cookie, end]))).toMatch(/ 4\d\d /);
    expect(statusOf(await raw(['GET / HTTP/1.1', cookie, end]))).toMatch(/ 4\d\d /);
    expect(statusOf(await raw(['GET http://evil.example/ HTTP/1.1', host(), cookie, end]))).toContain(' 404 ');
    expect(statusOf(await raw(['GET /../outside.html HTTP/1.1', host(), cookie, end]))).toContain(' 404 ');
    expect(statusOf(await raw(['GET /%2e%2e/outside.html HTTP/1.1', host(), cookie, end]))).toContain(' 404 ');
    expect(statusOf(await raw(['GET /a\\b HTTP/1.1', host(), cookie, end]))).toContain(' 404 ');
    expect(statusOf(await raw([`GET /${'a'.repeat(4000)} HTTP/1.1`, host(), cookie, end]))).toContain(' 414 ');
    expect(statusOf(await raw([`GET / HTTP/1.1`, host(), cookie, `X: ${'a'.repeat(40_000)}`, end]))).toContain(' 431 ');
    expect(await raw(['GET / HTTP/1.1', host(), cookie, 'Connection: Upgrade', 'Upgrade: websocket'])).toBe('');
    expect(await raw(['CONNECT evil.example:443 HTTP/1.1', host(), cookie])).toBe('');
    const post = [
      'POST /call/jobs.view HTTP/1.1',
      host(),
      cookie,
      `Origin: ${browser.origin}`,
      'Content-Type: application/json',
    ];
    expect(statusOf(await raw([...post, 'Content-Length: 2', 'Transfer-Encoding: chunked', end], '{}'))).toMatch(
      / 400 |^$/,
    );
    expect(statusOf(await raw([...post, 'Content-Length: 2', 'Expect: 100-continue', end], '{}'))).toContain(' 417 ');
  });

  it('refuses calls without cookie, from elsewhere, of another type, by GET, too large, or not JSON', async () => {
    const post = (headers: Record<string, string>, body = '{}', path = '/call/jobs.view') =>
      fetch(browser.origin + path, { method: 'POST', headers, body });
    const { origin, cookie } = browser;
    const type = { 'content-type': 'application/json' };
    expect((await post({ origin, ...type })).status).toBe(401);
    expect((await post({ cookie, ...type })).status).toBe(403);
    expect((await post({ cookie, ...type, origin: 'null' })).status).toBe(403);
    expect((await post({ cookie, origin, 'content-type': 'text/plain' })).status).toBe(415);
    expect((await browser.get('/call/jobs.view')).status).toBe(405);
    expect((await post({ cookie, origin, ...type }, '{')).status).toBe(400);
    expect(
      (await post({ cookie, origin, ...type }, JSON.stringify({ text: 'x'.repeat(9_000_000) }), '/call/plan.write'))
        .status,
    ).toBe(413);
    expect(await (await post({ cookie, origin, ...type })).json()).toEqual({ ok: { jobs: [] } });
    expect(await (await post({ cookie, origin, ...type }, '{"__proto__":{"polluted":1}}')).json()).toMatchObject({
      problem: { code: 'usage' },
    });
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('stops reading a call that grows beyond the limit, whatever length it was said to have', async () => {
    const { origin, cookie } = browser;
    const status = await new Promise<number | string>((resolve) => {
      const asked = request(`${origin}/call/plan.write`, {
        method: 'POST',
        headers: { origin, cookie, 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
      });
      asked.on('response', (response: IncomingMessage) => resolve(response.statusCode!));
      asked.on('error', () => resolve('cut off'));
      const more = (left: number): void => {
        if (left === 0 || asked.destroyed) asked.end();
        else asked.write('x'.repeat(1 << 20), () => more(left - 1));
      };
      more(32);
    });
    expect([413, 'cut off']).toContain(status);
  });

  it('keeps to itself what is wrong with the machine: a call that fails says what, and no path of it', async () => {
    const outcome = await browser.call('workspace.open', { folder: `h-${'0'.repeat(32)}` });
    expect(outcome).toMatchObject({ problem: { code: 'usage' } });
    expect(JSON.stringify(outcome)).not.toContain(root);
  });
});

describe('a report on the loopback', () => {
  it('is shown as a stranger: a sandbox, no script, its own style alone', async () => {
    const made = new Promise<string>((resolve) => {
      void browser.listen((event) => {
        if (event.type === 'job' && event.job.made !== null) resolve(event.job.made);
      });
    });
    await browser.call('workspace.sample', { rows: 1000 });
    const run = await made;
    const report = await browser.get(`/report/${run}`);
    expect(report.status).toBe(200);
    for (const [name, value] of Object.entries(reportHeaders)) expect(report.headers.get(name), name).toBe(value);
    expect(report.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none';/);
    expect(report.headers.get('content-disposition')).toBeNull();
    const html = await report.text();
    expect(html).toContain('Not reconciled');

    const download = await browser.get(`/download/${run}`);
    expect(download.headers.get('content-disposition')).toBe(`attachment; filename="report-${run}.html"`);
    expect(await download.text()).toBe(html);
    for (const other of ['/report/nothing', `/report/${run}/x`]) expect((await browser.get(other)).status).toBe(404);
    expect(await browser.call('host.saveReport', { run, as: 'pdf' })).toMatchObject({
      problem: { code: 'usage', remedy: 'Print the report to PDF from the browser' },
    });
    browser.close();
  });
});
