import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { documents } from '../../cli/documents.ts';
import { Browser } from '../contract/answering.ts';
import { finished, type Answering } from '../workspace/engine-at-hand.ts';
import type { EngineEvent } from '../../contract/events.ts';
import { freshFolder, product, refusal } from './tallystick.ts';

const children: ChildProcessWithoutNullStreams[] = [];
afterAll(() => children.forEach((child) => child.kill('SIGKILL')));

/** Starts the server as its user does, and waits for the link it prints. */
async function serve(folder: string, args: readonly string[] = []) {
  const child = spawn(process.execPath, [product, 'serve', folder, ...args]);
  children.push(child);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const line = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.includes('\n')) resolve(said.split('\n')[0]!);
    });
    child.once('exit', (status) => reject(new Error(`It ended with ${status ?? 'a signal'}`)));
  });
  const stop = (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    return ended;
  };
  return { line, stop };
}

describe('serve', () => {
  it('prints a link that works once, serves the built page, and reconciles the sample ledger in it', async () => {
    const folder = freshFolder();
    const { line, stop } = await serve(folder);
    expect(line).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[0-9a-f]{64}$/);
    const browser = await Browser.open(line);
    const page = await (await browser.get('/')).text();
    const script = /src="\.(\/assets\/[^"]+\.js)"/.exec(page)![1]!;
    expect((await browser.get(script)).status).toBe(200);
    const listeners = new Set<(event: EngineEvent) => void>();
    await browser.listen((event) => listeners.forEach((listener) => listener(event)));
    const reached: Answering = {
      answer: (name, input) => browser.call(name, input),
      listen: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    expect(await finished(reached, 'workspace.sample', { rows: 1000 })).toMatchObject({ state: 'done' });
    expect(existsSync(join(folder, 'tallystick-workspaces', 'Sample ledger', 'plan.yaml'))).toBe(true);
    expect(existsSync(join(folder, 'tallystick-workspaces', 'Sample ledger', '.lock'))).toBe(true);
    browser.close();
    expect(await stop('SIGINT')).toBe(0);
    expect(existsSync(join(folder, 'tallystick-workspaces', 'Sample ledger', '.lock'))).toBe(false);
  });

  it('takes the port it is told, and says so as JSON', async () => {
    const free = createServer();
    const port = await new Promise<number>((resolve) =>
      free.listen(0, '127.0.0.1', () => resolve((free.address() as AddressInfo).port)),
    );
    expect(await refusal(['serve', freshFolder(), '--port', String(port)])).toMatchObject({
      status: 2,
      said: `The port is taken (${port})`,
    });
    await new Promise((resolve) => free.close(resolve));
    const { line, stop } = await serve(freshFolder(), ['--port', String(port), '--json']);
    const said = documents.serve.parse(JSON.parse(line));
    expect(said.port).toBe(port);
    expect(await stop('SIGTERM')).toBe(0);
  });

  it('refuses a folder that is not there', async () => {
    expect(await refusal(['serve', join(freshFolder(), 'nothing')])).toMatchObject({
      status: 3,
      code: 'input_missing',
    });
  });
});
