import type { IncomingMessage } from 'node:http';

/** The most a call may send: a plan's text and what JSON adds to it. */
const largestBody = 8 * 1024 * 1024;

/** A request's body as JSON; `too large` and `not JSON` are no errors of ours. */
export async function readBody(
  request: IncomingMessage,
): Promise<{ readonly value: unknown } | { readonly status: 400 | 413; readonly why: string }> {
  const tooLarge = { status: 413, why: 'The call is too large' } as const;
  if (Number(request.headers['content-length'] ?? 0) > largestBody) return tooLarge;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > largestBody) return tooLarge;
    chunks.push(chunk as Buffer);
  }
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))) };
  } catch {
    return { status: 400, why: 'The call is not JSON' };
  }
}
