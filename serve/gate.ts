import type { IncomingHttpHeaders } from 'node:http';
import type { SessionCookie } from './session-cookie.ts';

/** A request as far as letting it in goes. */
export interface Knock {
  readonly method: string | undefined;
  /** The request target as sent. */
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  /** Every Host header, for two of them could be read differently by two readers. */
  readonly hosts: readonly string[];
}

/** What is asked for, once it may be. */
export type Wanted =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'events' }
  | { readonly kind: 'report'; readonly run: string; readonly download: boolean }
  | { readonly kind: 'call'; readonly name: string };

export interface Refusal {
  readonly status: 400 | 401 | 403 | 404 | 405 | 414 | 415 | 421;
  readonly why: string;
  readonly allow?: string;
}

const longestTarget = 1024;
// Nothing is decoded and nothing is made into a path: what is not written plainly is not there.
const plainPath = /^\/(?:[A-Za-z0-9_-][A-Za-z0-9._-]*\/)*(?:[A-Za-z0-9_-][A-Za-z0-9._-]*)?$/;

const refuse = (status: Refusal['status'], why: string): Refusal => ({ status, why });

/** Judges a request before anything is done for it. The port is the server's own. */
export function judgeKnock(knock: Knock, port: number, session: SessionCookie): Wanted | Refusal {
  const { method, url = '', headers, hosts } = knock;
  if (url.length > longestTarget) return refuse(414, 'The address is too long');
  // DNS rebinding: another site's name that resolves to this machine is not ours.
  const [host] = hosts;
  if (hosts.length !== 1 || (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`))
    return refuse(421, 'This server is not known by that name');
  const cut = url.indexOf('?');
  const [path, query] = cut < 0 ? [url, ''] : [url.slice(0, cut), url.slice(cut)];
  if (!plainPath.test(path)) return refuse(404, 'There is no such page');
  // Another page in the same browser, on this machine or elsewhere: its requests say where they come from.
  const site = headers['sec-fetch-site'];
  if (headers.origin !== undefined && headers.origin !== `http://${host}`)
    return refuse(403, 'The request comes from another page');
  const token = /^\?token=([0-9a-f]{64})$/.exec(query)?.[1];
  if (path === '/' && token !== undefined)
    return method === 'GET'
      ? { kind: 'token', token }
      : { ...refuse(405, 'The link is opened, and nothing else'), allow: 'GET' };
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    return refuse(403, 'The request comes from another site');
  if (!session.admits(headers.cookie)) return refuse(401, 'Open the link that tallystick serve printed; it works once');
  if (query !== '') return refuse(404, 'There is no such page');
  const called = /^\/call\/([A-Za-z0-9._-]{1,100})$/.exec(path)?.[1];
  if (called !== undefined) return judgeCall(called, knock);
  if (method !== 'GET' && method !== 'HEAD')
    return { ...refuse(405, 'Pages are read, and nothing else'), allow: 'GET, HEAD' };
  if (path === '/events') return { kind: 'events' };
  const report = /^\/(report|download)\/([A-Za-z0-9._-]{1,120})$/.exec(path);
  if (report !== null) return { kind: 'report', run: report[2]!, download: report[1] === 'download' };
  return { kind: 'file', path: path === '/' ? '/index.html' : path };
}

function judgeCall(name: string, { method, headers }: Knock): Wanted | Refusal {
  if (method !== 'POST') return { ...refuse(405, 'Calls are posted'), allow: 'POST' };
  // A browser says where every POST comes from; a form of another site could not say this type without being asked.
  if (headers.origin === undefined) return refuse(403, 'The request does not say which page it comes from');
  if (!/^application\/json(; ?charset=utf-8)?$/i.test(headers['content-type'] ?? ''))
    return refuse(415, 'Calls are JSON');
  if (headers['content-encoding'] !== undefined || headers['transfer-encoding'] === 'gzip')
    return refuse(415, 'Calls are not compressed');
  return { kind: 'call', name };
}
