import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeKnock, type Knock } from '../../serve/gate.ts';
import { SessionCookie } from '../../serve/session-cookie.ts';

const port = 8731;
const host = `127.0.0.1:${port}`;

function opened() {
  const session = new SessionCookie(port);
  const [cookie] = session.exchange(session.token!)!.split(';');
  const knock = (part: Partial<Knock> & { readonly host?: string }): Knock => ({
    method: 'GET',
    url: '/',
    hosts: [part.host ?? host],
    ...part,
    headers: { cookie, ...part.headers },
  });
  const post = (part: Partial<Knock> & { readonly host?: string } = {}): Knock =>
    knock({
      method: 'POST',
      url: '/call/jobs.view',
      ...part,
      headers: { origin: `http://${part.host ?? host}`, 'content-type': 'application/json', ...part.headers },
    });
  const judge = (asked: Knock) => judgeKnock(asked, port, session);
  return { knock, post, judge };
}

const refused = (status: number) => expect.objectContaining({ status }) as unknown;

describe('the gate', () => {
  const { knock, post, judge } = opened();

  it('lets the page, its files, its events, its reports and its calls in', () => {
    expect(judge(knock({}))).toEqual({ kind: 'file', path: '/index.html' });
    expect(judge(knock({ url: '/assets/index-D_Ej.css', method: 'HEAD' }))).toEqual({
      kind: 'file',
      path: '/assets/index-D_Ej.css',
    });
    expect(judge(knock({ url: '/events' }))).toEqual({ kind: 'events' });
    expect(judge(knock({ url: '/report/2026-01-31T021000Z' }))).toEqual({
      kind: 'report',
      run: '2026-01-31T021000Z',
      download: false,
    });
    expect(judge(knock({ url: '/download/r-2' }))).toEqual({ kind: 'report', run: 'r-2', download: true });
    expect(judge(post())).toEqual({ kind: 'call', name: 'jobs.view' });
    expect(judge(post({ host: `localhost:${port}` }))).toEqual({ kind: 'call', name: 'jobs.view' });
  });

  it('answers to its own two names alone: a name that was pointed at this machine is another', () => {
    const others = [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1',
      'localhost',
      `127.0.0.1:${port + 1}`,
      `127.0.0.1:0${port}`,
      `127.0.0.2:${port}`,
      `0.0.0.0:${port}`,
      `[::1]:${port}`,
      `127.1:${port}`,
      `2130706433:${port}`,
      `127.0.0.1.evil.example:${port}`,
      `localhost.:${port}`,
      `LOCALHOST:${port}`,
      `localhost:${port}@evil.example`,
      ` 127.0.0.1:${port}`,
      `127.0.0.1:${port},evil.example`,
      '',
    ];
    for (const other of others) expect(judge(knock({ hosts: [other] })), other).toEqual(refused(421));
    expect(judge(knock({ hosts: [] }))).toEqual(refused(421));
    expect(judge(knock({ hosts: [host, host] }))).toEqual(refused(421));
    expect(judge(knock({ hosts: [host, 'evil.example'] }))).toEqual(refused(421));
  });

  it('takes no request that another page began', () => {
    const others = [
      'null',
      'http://evil.example',
      `http://localhost:${port}`,
      `https://${host}`,
      `http://127.0.0.1:${port + 1}`,
      `http://${host}/`,
      `http://${host}.evil.example`,
      'file://',
      '',
    ];
    for (const origin of others) {
      expect(judge(post({ headers: { origin } })), origin).toEqual(refused(403));
      expect(judge(knock({ headers: { origin } })), origin).toEqual(refused(403));
    }
    for (const site of ['cross-site', 'same-site', 'Same-Origin', ''])
      expect(judge(knock({ headers: { 'sec-fetch-site': site } })), site).toEqual(refused(403));
    expect(judge(knock({ headers: { 'sec-fetch-site': 'none' } }))).toMatchObject({ kind: 'file' });
  });

  it('takes no call that does not say where it comes from, and none that a form could send', () => {
    const silent = post();
    delete silent.headers.origin;
    expect(judge(silent)).toEqual(refused(403));
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/jsonp',
      'text/plain; application/json',
      '',
    ])
      expect(judge(post({ headers: { 'content-type': type } })), type).toEqual(refused(415));
    expect(judge(post({ headers: { 'content-type': 'application/json; charset=utf-8' } }))).toMatchObject({
      kind: 'call',
    });
    expect(judge(post({ headers: { 'content-encoding': 'gzip' } }))).toEqual(refused(415));
  });

  it('takes calls by POST, pages by GET, and nothing by anything else', () => {
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'post'])
      expect(judge(post({ method })), method).toEqual(refused(405));
    for (const url of ['/', '/index.html', '/events', '/report/r'])
      for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'get'])
        expect(judge(post({ url, method })), `${method} ${url}`).toEqual(refused(405));
  });

  it('knows no address that leads elsewhere, however it is written', () => {
    const others = [
      '/../etc/passwd',
      '/assets/../../etc/passwd',
      '/%2e%2e/etc/passwd',
      '/%2E%2E%2fetc',
      '/..%2fetc',
      '/..;/etc',
      '/assets\\..\\x',
      '/\\evil',
      '//evil.example/x',
      '/assets//x',
      '/a%00.js',
      '/a\0.js',
      '/.git/config',
      '/assets/.env',
      '/%',
      '/%zz',
      'http://evil.example/',
      `http://${host}/`,
      '*',
      '',
      'index.html',
      '/ ',
      '/ü',
      '/index.html#x',
      '/report/..',
      '/report/%2e',
    ];
    for (const url of others) expect(judge(knock({ url })), url).toEqual(refused(404));
    for (const url of ['/?x=1', '/index.html?token=1', '/events?last=1', '/?token=', '/?', `/?token=${'0'.repeat(63)}`])
      expect(judge(knock({ url })), url).toEqual(refused(404));
    expect(judge(knock({ url: `/${'a'.repeat(2000)}` }))).toEqual(refused(414));
    expect(judge(post({ url: '/call/' }))).not.toMatchObject({ kind: 'call' });
    expect(judge(post({ url: '/call/a/b' }))).not.toMatchObject({ kind: 'call' });
  });

  it('shows nothing to who has not opened the link', () => {
    for (const cookie of [undefined, '', 'tallystick_8731=', `tallystick_8731=${'0'.repeat(64)}`, 'other=1'])
      for (const asked of [knock({}), post(), knock({ url: '/events' }), knock({ url: '/report/r' })]) {
        const without = { ...asked, headers: { ...asked.headers, ...(cookie === undefined ? {} : { cookie }) } };
        if (cookie === undefined) delete without.headers.cookie;
        expect(judge(without), cookie).toEqual(refused(401));
      }
  });

  it('gives whoever it lets in what the address says, and no more, whatever the address', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.string(), fc.stringMatching(/^\/[\w./%\\-]*$/)),
        (url) => {
          const judged = judge(knock({ url }));
          if ('status' in judged) return;
          if (judged.kind === 'file') expect(judged.path).toBe(url === '/' ? '/index.html' : url);
          if (judged.kind === 'report') expect(judged.run).toMatch(/^[A-Za-z0-9._-]+$/);
          // A name may hold points and end with them ("-../"); none begins with one, as `.` and `..` do.
          expect(url).not.toMatch(/^[^/]|\/\.|%|\\|\0/);
        },
      ),
    );
  });
});

describe('the link', () => {
  it('is exchanged once for a cookie that no script and no other site can use', () => {
    const session = new SessionCookie(port);
    const { token } = session;
    const knock = { method: 'GET', url: `/?token=${token!}`, headers: {}, hosts: [host] };
    expect(judgeKnock(knock, port, session)).toEqual({ kind: 'token', token });
    const cookie = session.exchange(token!)!;
    expect(cookie).toMatch(/^tallystick_8731=[0-9a-f]{64}; HttpOnly; SameSite=Strict; Path=\/$/);
    expect(session.exchange(token!)).toBeNull();
    expect(session.token).toBeNull();
    expect(session.admits(cookie.split(';')[0])).toBe(true);
  });

  it('is not guessed, nor used up by guessing', () => {
    const session = new SessionCookie(port);
    const { token } = session;
    for (const guess of [
      '',
      '0'.repeat(64),
      token!.slice(1),
      `${token!}0`,
      token!.toUpperCase() === token ? 'x' : token!.toUpperCase(),
    ])
      expect(session.exchange(guess)).toBeNull();
    expect(session.exchange(token!)).not.toBeNull();
  });

  it('gives a cookie that counts once: two of the name are one too many', () => {
    const session = new SessionCookie(port);
    const [cookie] = session.exchange(session.token!)!.split(';');
    expect(session.admits(`other=1; ${cookie!}; more=2`)).toBe(true);
    expect(session.admits(`${cookie!}; tallystick_8731=x`)).toBe(false);
    expect(session.admits(`x${cookie!}`)).toBe(false);
  });

  it('is opened with GET, by no page of another site’s making', () => {
    const session = new SessionCookie(port);
    const knock = { method: 'GET', url: `/?token=${session.token!}`, headers: {}, hosts: [host] };
    expect(judgeKnock({ ...knock, method: 'POST' }, port, session)).toEqual(refused(405));
    expect(judgeKnock({ ...knock, headers: { origin: 'http://evil.example' } }, port, session)).toEqual(refused(403));
    expect(judgeKnock({ ...knock, hosts: [`evil.example:${port}`] }, port, session)).toEqual(refused(421));
    // A link that was clicked in a mail is a cross-site navigation, and is what the link is for.
    expect(judgeKnock({ ...knock, headers: { 'sec-fetch-site': 'cross-site' } }, port, session)).toMatchObject({
      kind: 'token',
    });
  });
});
