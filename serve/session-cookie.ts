import { randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Who may use the server: whoever opened the printed link first. Its token is void after one use, so that a link seen
 * in a history, a log or over a shoulder opens nothing; the cookie is out of a script's reach and goes with no request
 * that another site makes.
 */
export class SessionCookie {
  readonly #name: string;
  readonly #secret = randomBytes(32).toString('hex');
  #token: string | null = randomBytes(32).toString('hex');

  /** Cookies are not kept apart by port: the name is, or a second server here would throw the first one's away. */
  constructor(port: number) {
    this.#name = `tallystick_${port}`;
  }

  /** What the link carries; null once it was used. */
  get token(): string | null {
    return this.#token;
  }

  /** The cookie to set for a token, and the token's end; null for any other, and for the same again. */
  exchange(token: string): string | null {
    if (this.#token === null || !sameText(token, this.#token)) return null;
    this.#token = null;
    return `${this.#name}=${this.#secret}; HttpOnly; SameSite=Strict; Path=/`;
  }

  /** Whether a Cookie header holds ours, once. */
  admits(header: string | undefined): boolean {
    const values = (header ?? '')
      .split(';')
      .map((pair) => pair.trim())
      .filter((pair) => pair.startsWith(`${this.#name}=`));
    return values.length === 1 && sameText(values[0]!, `${this.#name}=${this.#secret}`);
  }
}

function sameText(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}
