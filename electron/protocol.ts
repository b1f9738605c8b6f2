import { protocol, type Session } from 'electron';
import { readFile } from 'node:fs/promises';
import { pageHeaders, reportHeaders } from '../contract/page-headers.ts';
import { isOurs, reportOf, scheme } from './origin.ts';
import type { PageFile } from '../serve/page-files.ts';

/** Before the app is ready. Nothing that loosens a rule: no CSP bypass, no CORS, no service workers. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

const refused = (status: 403 | 404 | 405) => new Response(null, { status, headers: pageHeaders });

/** Answers `app://tallystick/…` in a session: the page's own files, and a run's report, which `reportPage` gives as HTML. */
export function serveScheme(
  session: Session,
  files: ReadonlyMap<string, PageFile>,
  reportPage: (run: string) => Promise<string>,
): void {
  session.protocol.handle(scheme, async ({ url, method }) => {
    if (!isOurs(url)) return refused(403);
    if (method !== 'GET' && method !== 'HEAD') return refused(405);
    const run = reportOf(url);
    if (run !== null) return report(reportPage(run));
    const { pathname, search } = new URL(url);
    const file = search === '' ? files.get(pathname) : undefined;
    if (file === undefined) return refused(404);
    const body = new Uint8Array(await readFile(file.path));
    return new Response(body, { headers: { ...pageHeaders, 'content-type': file.type } });
  });
}

async function report(page: Promise<string>): Promise<Response> {
  try {
    const headers = { ...reportHeaders, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };
    return new Response(await page, { headers });
  } catch {
    return refused(404); // the page asks for the run by a call too, and shows why
  }
}
