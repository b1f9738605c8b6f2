import type { OnProgress } from '../contract/progress.ts';
import { faultAt, faultsAreBuilt } from '../engine/reconcile/run/fault.ts';
import { ProgressLine } from './progress-line.ts';

/** What every command is given: where to speak, how, and when to stop. */
export interface Context {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly debug: boolean;
  /** Aborted by Ctrl-C and by SIGTERM. */
  readonly signal: AbortSignal;
  readonly onProgress: OnProgress;
  /** A result: stdout; false when nobody reads it any more. */
  readonly print: (text: string) => boolean;
  /** A document whose bytes are its identity: stdout, with a line end only where a terminal shows it. */
  readonly printExactly: (bytes: Uint8Array) => void;
  /** A message: stderr, unless --quiet. */
  readonly say: (text: string) => void;
  readonly color: boolean;
  /** Clears the progress line; called before anything is printed. */
  readonly settle: () => void;
}

export interface GlobalOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly debug?: boolean;
}

export function openContext(options: GlobalOptions, signal: AbortSignal): Context {
  const quiet = options.quiet === true;
  const line = quiet ? null : new ProgressLine(process.stderr);
  return {
    json: options.json === true,
    quiet,
    debug: options.debug === true,
    signal,
    onProgress: (progress) => {
      line?.show(progress);
      if (faultsAreBuilt)
        for (const name of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const)
          if (progress.step === faultAt(name)?.what) process.kill(process.pid, name);
    },
    settle: () => line?.clear(),
    print: (text) => {
      line?.clear();
      if (!process.stdout.destroyed) process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
      return !process.stdout.destroyed;
    },
    printExactly: (bytes) => {
      line?.clear();
      if (!process.stdout.destroyed) process.stdout.write(bytes);
      if (process.stdout.isTTY) process.stdout.write('\n');
    },
    say: (text) => {
      line?.clear();
      if (!quiet) process.stderr.write(`${text}\n`);
    },
    color: process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '',
  };
}
