import type { EngineEvent } from '../../contract/events.ts';
import { TallyError } from '../../contract/problem.ts';
import type { Link } from './link.ts';

const unreachable = () =>
  new TallyError(
    'machine',
    'The server that shows this page does not answer',
    location.host,
    'Start `tallystick serve` again and open the link it prints',
  );

async function outcomeOf(response: Response): Promise<unknown> {
  if (response.status === 401 || response.status === 403)
    throw new TallyError(
      'machine',
      'This page is not known to the server',
      location.host,
      'Open the link that `tallystick serve` printed; it works once',
    );
  return response.json().catch(() => {
    throw unreachable();
  });
}

/** The loopback server: `POST call/<name>` for an outcome, `events` for what is told unasked. */
export function httpLink(): Link {
  return {
    async call(name, input) {
      const response = await fetch(`call/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(input),
      }).catch(() => {
        throw unreachable();
      });
      return outcomeOf(response);
    },
    listen(listener) {
      const source = new EventSource('events');
      let lost = false;
      source.onmessage = (message: MessageEvent<string>) => listener(JSON.parse(message.data) as EngineEvent);
      source.onerror = () => {
        if (lost) return;
        lost = true;
        listener({ type: 'engine', state: 'gone', why: 'The server that shows this page does not answer.' });
      };
      source.onopen = () => {
        if (lost) listener({ type: 'engine', state: 'back', why: '' });
        lost = false;
      };
      return () => source.close();
    },
  };
}
