import type { ServerResponse } from 'node:http';
import type { EngineEvent } from '../contract/events.ts';

const mostStreams = 16;
const beat = 15_000; // ms: proxies and tunnels close what is silent

/** Server-sent events: every page that is open hears what the engine tells. */
export class EventStreams {
  readonly #open = new Set<ServerResponse>();
  readonly #timer = setInterval(() => this.#write(': still here\n\n'), beat);

  /** False when there are too many. */
  add(response: ServerResponse): boolean {
    if (this.#open.size >= mostStreams) return false;
    this.#open.add(response);
    response.on('close', () => this.#open.delete(response));
    response.write('retry: 1000\n\n');
    return true;
  }

  tell(event: EngineEvent): void {
    this.#write(`data: ${JSON.stringify(event)}\n\n`);
  }

  close(): void {
    clearInterval(this.#timer);
    for (const response of this.#open) response.end();
  }

  #write(text: string): void {
    for (const response of this.#open) {
      // A page that does not read is let go: it comes back and asks anew.
      if (response.writableLength > 4_000_000) response.destroy();
      else response.write(text);
    }
  }
}
