import { z } from 'zod';
import type { CallInput, CallName, CallOutput } from '../../contract/calls.ts';
import { eventSchema } from '../../contract/events.ts';
import { outcomeSchema, valueOf } from '../../contract/outcome.ts';
import type { Transport } from '../../contract/transport.ts';
import { judgeOutput } from '../../contract/validate.ts';
import { chosenView } from '../../contract/host.ts';
import type { Link } from './link.ts';

export type Chosen = z.output<typeof chosenView>;
const chosenSchema = z.strictObject({ chosen: z.array(chosenView) });

/** A Transport that can also turn dropped files into handles, where its host can. */
export interface PageTransport extends Transport {
  readonly dropped: ((files: readonly File[]) => Promise<Chosen[]>) | null;
}

const unwrap = (outcome: unknown): unknown => valueOf(outcomeSchema.parse(outcome));

/** Judges all that comes over a link against the contract: a host is trusted no more than a page. */
export function overLink(link: Link): PageTransport {
  return {
    async call<K extends CallName>(name: K, input: CallInput<K>): Promise<CallOutput<K>> {
      return judgeOutput(name, unwrap(await link.call(name, input as never))) as CallOutput<K>;
    },
    listen: (listener) => link.listen((event) => listener(eventSchema.parse(event))),
    dropped:
      link.dropped === undefined
        ? null
        : async (files) => chosenSchema.parse(unwrap(await link.dropped?.(files))).chosen,
  };
}
