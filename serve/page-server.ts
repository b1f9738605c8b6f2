import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CallName } from '../contract/calls.ts';
import type { EngineEvent } from '../contract/events.ts';
import type { Outcome } from '../contract/outcome.ts';
import { pageHeaders, reportHeaders } from '../contract/page-headers.ts';
import { TallyError } from '../contract/problem.ts';
import { EventStreams } from './event-streams.ts';
import { judgeKnock, type Refusal, type Wanted } from './gate.ts';
import type { PageFile } from './page-files.ts';
import { readBody } from './read-body.ts';
import { SessionCookie } from './session-cookie.ts';

export interface PageServerMeans {
  /** 0: any that is free. */
  readonly port: number;
  readonly files: ReadonlyMap<string, PageFile>;
  /** Answers a call by name, judging all of it; never rejects. */
  readonly answer: (name: string, input: unknown) => Promise<Outcome>;
}

export interface PageServer {
  readonly port: number;
  /** To be opened once. */
  readonly link: string;
  readonly tell: (event: EngineEvent) => void;
  readonly close: () => Promise<void>;
}

/** Serves the page and the contract on 127.0.0.1 alone. */
export async function startPageServer({ port, files, answer }: PageServerMeans): Promise<PageServer> {
  const server = createServer({ requestTimeout: 60_000, headersTimeout: 10_000, maxHeaderSize: 16_384 });
  const own = await listen(server, port);
  const session = new SessionCookie(own);
  const streams = new EventStreams();
  server.on('request', (request, response) => {
    for (const [name, value] of Object.entries({ ...pageHeaders, 'cache-control': 'no-store' }))
      response.setHeader(name, value);
    const knock = { ...pick(request), hosts: request.headersDistinct['host'] ?? [] };
    const judged = judgeKnock(knock, own, session);
    const work = 'status' in judged ? refuse(response, judged) : serve(judged, request, response);
    work.catch(() => response.destroy());
  });
  const drop = (_: unknown, socket: { destroy: () => void }) => socket.destroy();
  server
    .on('upgrade', drop)
    .on('connect', drop)
    .on('checkContinue', (_, response) => response.writeHead(417).end());

  async function serve(wanted: Wanted, request: IncomingMessage, response: ServerResponse): Promise<void> {
    switch (wanted.kind) {
      case 'token':
        return openLink(session.exchange(wanted.token), response);
      case 'events':
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        if (request.method === 'HEAD' || !streams.add(response)) response.end();
        return;
      case 'file':
        return sendFile(files.get(wanted.path), request, response);
      case 'report':
        return sendReport(wanted, request, response);
      case 'call':
        return sendAnswer(wanted.name, request, response);
    }
  }

  async function sendAnswer(name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    if ('status' in body) return refuse(response, body);
    sendJson(response, 200, await answer(name, body.value));
  }

  /** A package may have been touched by others: its page is shown as a stranger, in a frame that runs nothing. */
  async function sendReport(
    { run, download }: Extract<Wanted, { kind: 'report' }>,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const saved = download && request.method !== 'HEAD';
    const outcome = saved
      ? await answer('run.export' satisfies CallName, { run, as: 'html' })
      : await answer('run.page' satisfies CallName, { run });
    if ('problem' in outcome) return refuse(response, { status: 404, why: outcome.problem.what });
    const { html } = outcome.ok as { html: string };
    const named = download ? { 'content-disposition': `attachment; filename="report-${run}.html"` } : {};
    response.writeHead(200, { ...reportHeaders, 'content-type': 'text/html; charset=utf-8', ...named });
    response.end(request.method === 'HEAD' ? undefined : html);
  }

  return {
    port: own,
    link: `http://127.0.0.1:${own}/?token=${session.token!}`,
    tell: (event) => streams.tell(event),
    close: () =>
      new Promise((resolve) => {
        streams.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const pick = ({ method, url, headers }: IncomingMessage) => ({ method, url, headers });

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const taken = cause.code === 'EADDRINUSE';
      reject(
        new TallyError(
          'usage',
          taken ? 'The port is taken' : `The port cannot be opened: ${cause.message}`,
          String(port),
          'Name another with --port, or none',
          { cause },
        ),
      );
    });
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve((server.address() as AddressInfo).port));
  });
}

/**
 * The cookie goes with no request that another site began, and a link that was clicked in a mail or a chat is one: so
 * it is not a redirect, but a page of ours, that goes on to the app.
 */
function openLink(cookie: string | null, response: ServerResponse): Promise<void> {
  if (cookie === null)
    return refuse(response, {
      status: 401,
      why: 'This link was used already. Start tallystick serve again for a new one',
    });
  response.writeHead(200, { 'set-cookie': cookie, refresh: '0; url=/', 'content-type': 'text/html; charset=utf-8' });
  response.end('<!doctype html><title>Tallystick</title><p><a href="/">Open Tallystick</a></p>\n');
  return Promise.resolve();
}

function refuse(
  response: ServerResponse,
  { status, why, allow }: Omit<Refusal, 'status'> & { readonly status: number },
): Promise<void> {
  // What was not read of the request must not be taken for the next one.
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    connection: 'close',
    ...(allow === undefined ? {} : { allow }),
  });
  response.end(`${why}\n`);
  return Promise.resolve();
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(value));
}

async function sendFile(file: PageFile | undefined, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (file === undefined) return refuse(response, { status: 404, why: 'There is no such page' });
  response.writeHead(200, { 'content-type': file.type });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const stream = createReadStream(file.path);
  await new Promise<void>((resolve, reject) => {
    stream.on('error', reject).on('end', resolve);
    stream.pipe(response);
  });
}
