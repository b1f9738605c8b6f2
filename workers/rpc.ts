import { z } from 'zod';
import { outcomeSchema, valueOf, type Outcome } from '../contract/outcome.ts';
import { TallyError } from '../contract/problem.ts';

/** The little that message ports of every kind have in common. */
export interface Wire {
  readonly post: (message: unknown) => void;
  readonly onMessage: (listener: (message: unknown) => void) => void;
}

const messageSchema = z.union([
  z.strictObject({ ask: z.int().min(0), name: z.string().max(100), input: z.unknown() }),
  z.strictObject({ told: z.int().min(0), outcome: outcomeSchema }),
  z.strictObject({ event: z.unknown() }),
]);

/**
 * Questions and events over a wire, either way, in three kinds of message. comlink would let whoever holds the other
 * end walk from any object it is shown to its constructors, and so run code here: this knows names and data alone.
 */
export class Rpc {
  readonly #wire: Wire;
  readonly #waiting = new Map<number, { resolve: (outcome: Outcome) => void; reject: (why: TallyError) => void }>();
  #next = 0;
  #gone: TallyError | null = null;

  /** `answer` never rejects. What is no message of ours is dropped: there is nobody to tell. */
  constructor(
    wire: Wire,
    answer: (name: string, input: unknown) => Promise<Outcome>,
    onEvent: (event: unknown) => void = () => undefined,
  ) {
    this.#wire = wire;
    wire.onMessage((data) => {
      const read = messageSchema.safeParse(data);
      if (!read.success) return;
      const message = read.data;
      if ('ask' in message)
        void answer(message.name, message.input).then((outcome) => wire.post({ told: message.ask, outcome }));
      else if ('told' in message) {
        this.#waiting.get(message.told)?.resolve(message.outcome);
        this.#waiting.delete(message.told);
      } else onEvent(message.event);
    });
  }

  /** The other end's outcome; rejects when the other end is gone. */
  outcome(name: string, input: unknown): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      if (this.#gone !== null) {
        reject(this.#gone);
        return;
      }
      const ask = this.#next++;
      this.#waiting.set(ask, { resolve, reject });
      this.#wire.post({ ask, name, input });
    });
  }

  /** The other end's answer; its problem is thrown as a TallyError. */
  async ask(name: string, input: unknown): Promise<unknown> {
    return valueOf(await this.outcome(name, input));
  }

  tell(event: unknown): void {
    this.#wire.post({ event });
  }

  /** Nothing will come any more: all that waits, and all that is asked from now on, fails with this. */
  fail(why: TallyError): void {
    this.#gone = why;
    for (const { reject } of this.#waiting.values()) reject(why);
    this.#waiting.clear();
  }
}
