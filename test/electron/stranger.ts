import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A site of somebody else's on this machine, which counts who comes. */
export interface Stranger {
  readonly address: string;
  readonly visits: readonly string[];
  readonly close: () => void;
}

export async function openStranger(): Promise<Stranger> {
  const visits: string[] = [];
  const server = createServer((request, response) => {
    visits.push(request.url ?? '');
    response.setHeader('access-control-allow-origin', '*').end('<title>stranger</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}`, visits, close: () => server.close() };
}
