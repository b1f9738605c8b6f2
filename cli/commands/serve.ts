import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { TallyError } from '../../contract/problem.ts';
import { startLoopback } from '../../serve/loopback.ts';
import { limitOptions, type LimitOptions } from '../limit-options.ts';
import type { Run } from '../main.ts';
import { parseWhole } from '../sizes.ts';

interface Options extends LimitOptions {
  readonly port: number;
}

export function addServe(program: Command, run: Run): void {
  limitOptions(program.command('serve [folder]'))
    .description('the app in a browser of this machine, or through an SSH tunnel; shows what lies in the folder')
    .option('--port <n>', 'on 127.0.0.1; any that is free unless said', parseWhole(1, 65_535), 0)
    .addHelpText('after', '\nExample:\n  tallystick serve exports --port 8731')
    .action((folder: string | undefined, { port, threads, memory, temp }: Options) =>
      run(async (context) => {
        const root = resolve(folder ?? '.');
        if (!statSync(root, { throwIfNoEntry: false })?.isDirectory())
          throw new TallyError('input_missing', 'There is no such folder to serve', root);
        const limits = {
          ...(threads === undefined ? {} : { threads }),
          ...(memory === undefined ? {} : { memory }),
          ...(temp === undefined ? {} : { temp: resolve(temp) }),
        };
        const loopback = await startLoopback({ root, port, limits });
        try {
          if (context.json) context.print(JSON.stringify({ link: loopback.link, port: loopback.port }));
          else context.print(loopback.link);
          context.say('Open this link once. Ctrl-C ends the server.');
          context.say(
            `From another machine: ssh -L ${loopback.port}:127.0.0.1:${loopback.port} HOST, then open it there.`,
          );
          await untilStopped(context.signal);
          return 0;
        } finally {
          await loopback.close();
        }
      }),
    );
}

function untilStopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
