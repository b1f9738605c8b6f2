import { counted, grouped } from '../contract/grouped.ts';
import type { Progress } from '../contract/progress.ts';
import { bytesText, secondsText } from './numbers.ts';

const everyTerminal = 100; // ms between paints of a bar
const everyLog = 3000; // ms between lines where no terminal is

/** Progress with rate and ETA on stderr: a bar on a terminal, a line every few seconds elsewhere. */
export class ProgressLine {
  readonly #out: NodeJS.WriteStream;
  /** When each step was first heard of: steps overlap, and a rate is of the whole step. */
  readonly #started = new Map<string, number>();
  #painted = performance.now();
  #open = false;

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
  }

  show(progress: Progress): void {
    const now = performance.now();
    const started = this.#started.get(progress.step) ?? now;
    this.#started.set(progress.step, started);
    if (now - this.#painted < (this.#out.isTTY ? everyTerminal : everyLog)) return;
    this.#painted = now;
    const text = progressText(progress, (now - started) / 1000);
    if (!this.#out.isTTY) this.#out.write(`${text}\n`);
    else {
      this.#out.write(`\r\x1b[2K${text.slice(0, Math.max(20, this.#out.columns - 1))}`);
      this.#open = true;
    }
  }

  clear(): void {
    if (this.#open) this.#out.write('\r\x1b[2K');
    this.#open = false;
  }
}

/** One line: step, bar where the end is known, done of total, rate, time left. */
export function progressText({ step, done, total, unit, detail }: Progress, seconds: number): string {
  const amount = (n: number) => (unit === 'bytes' ? bytesText(n) : counted(n, unit.slice(0, -1)));
  const perSecond = Math.round(done / seconds);
  const rate = seconds > 0.2 && perSecond > 0 ? `  ${amount(perSecond)}/s` : '';
  const what = detail === undefined ? step : `${step} ${detail}`;
  if (total === null || total === 0) return `${what.padEnd(12)} ${amount(done)}${rate}`;
  const share = Math.min(1, done / total);
  const filled = Math.round(share * 24);
  const part = unit === 'bytes' ? bytesText(done) : grouped(done);
  const left = seconds > 0.2 && done > 0 && share < 1 ? `  ${secondsText((seconds * (1 - share)) / share)} left` : '';
  return `${what.padEnd(12)} ${'█'.repeat(filled)}${'░'.repeat(24 - filled)} ${part} of ${amount(total)}${rate}${left}`;
}
