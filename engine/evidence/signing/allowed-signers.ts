import { publicKeyFromBlob } from '../keys/ssh-public-key.ts';
import { matchesPatternList } from './match-pattern.ts';
import { parseSignerTime } from './signer-time.ts';

/** One line of allowed_signers. */
export interface AllowedSigner {
  /** As written: names and patterns, negated ones among them. */
  readonly principals: readonly string[];
  readonly blob: Uint8Array;
  readonly namespaces: readonly string[] | null;
  readonly validAfter: Date | null;
  readonly validBefore: Date | null;
}

export interface AllowedSigners {
  readonly signers: readonly AllowedSigner[];
  /** Lines that name nobody, each with a sentence why. Nothing is granted by them. */
  readonly problems: readonly { readonly line: number; readonly what: string }[];
}

/** Reads OpenSSH's allowed_signers (ssh-keygen(1), ALLOWED SIGNERS). Times without a Z are this machine's, as there. */
export function parseAllowedSigners(text: string): AllowedSigners {
  const signers: AllowedSigner[] = [];
  const problems: { line: number; what: string }[] = [];
  text.split('\n').forEach((written, index) => {
    const line = written.replace(/\r$/, '').replace(/^[ \t]+/, '');
    if (line === '' || line.startsWith('#')) return;
    const read = parseLine(line);
    if (typeof read === 'string') problems.push({ line: index + 1, what: read });
    else signers.push(read);
  });
  return { signers, problems };
}

/** A line's signer, or why it is none. */
function parseLine(line: string): AllowedSigner | string {
  const who = /^(?:"([^"]*)"|([^ \t"]+))[ \t]+(.*)$/.exec(line);
  if (who === null) return 'The line has no key';
  const principals = (who[1] ?? who[2]!).split(',').filter((name) => name !== '');
  const rest = who[3]!;
  const key = parseKey(rest);
  if (key !== null) return { principals, blob: key, ...noOptions };
  if (/^(ssh|ecdsa|sk)-[^ \t=",]+[ \t]/.test(rest)) return 'The key is not one that is known here';
  const end = endOfOptions(rest);
  const options = parseOptions(rest.slice(0, end));
  if (typeof options === 'string') return options;
  const afterOptions = parseKey(rest.slice(end).replace(/^[ \t]+/, ''));
  return afterOptions === null
    ? 'The key is not one that is known here'
    : { principals, blob: afterOptions, ...options };
}

/** The wire form of `TYPE BASE64 [comment]`; null where the text does not begin with a key that is known. */
function parseKey(text: string): Uint8Array | null {
  const words = /^([^ \t]+)[ \t]+([A-Za-z0-9+/]+={0,2})(?:[ \t]|$)/.exec(text);
  if (words === null) return null;
  try {
    const key = publicKeyFromBlob(Buffer.from(words[2]!, 'base64'));
    return key?.type === words[1] ? key!.blob : null;
  } catch {
    return null;
  }
}

/** Options end at the first blank outside quotes. */
function endOfOptions(text: string): number {
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '\\' && text[at + 1] === '"') at++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === ' ' || character === '\t')) return at;
  }
  return text.length;
}

type Options = Pick<AllowedSigner, 'namespaces' | 'validAfter' | 'validBefore'>;
const noOptions: Options = { namespaces: null, validAfter: null, validBefore: null };

function parseOptions(text: string): Options | string {
  const seen = new Map<string, string>();
  const option = /([^",=]+)(?:="((?:[^"\\]|\\.)*)")?(?:,|$)/y;
  while (option.lastIndex < text.length) {
    const found = option.exec(text);
    if (found === null) return 'The options are malformed';
    const name = found[1]!.toLowerCase();
    if (name === 'cert-authority') return 'Certificate authorities are not supported: name each key';
    if (name !== 'namespaces' && name !== 'valid-after' && name !== 'valid-before') return `Unknown option "${name}"`;
    if (found[2] === undefined) return `The option "${name}" has no quoted value`;
    if (seen.has(name)) return `The option "${name}" stands twice`;
    seen.set(name, found[2].replaceAll('\\"', '"'));
  }
  const [after, before] = ['valid-after', 'valid-before'].map((name) => {
    const value = seen.get(name);
    return value === undefined ? null : parseSignerTime(value);
  });
  if (after === undefined || before === undefined) return 'A time is not YYYYMMDD[HHMM[SS]][Z]';
  if (after && before && after >= before) return 'The key is valid at no time';
  return { namespaces: seen.get('namespaces')?.split(',') ?? null, validAfter: after, validBefore: before };
}

const isValidAt = ({ validAfter, validBefore }: AllowedSigner, at: Date): boolean =>
  (validAfter === null || at >= validAfter) && (validBefore === null || at <= validBefore);

const timeOf = (at: Date): string => at.toISOString().replace(/\.\d+Z$/, 'Z');

const sameBlob = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/** The principals, as written, that may sign in the namespace with this key at that time. */
export function principalsFor(trust: AllowedSigners, blob: Uint8Array, namespace: string, at: Date): string[] {
  return trust.signers
    .filter((signer) => sameBlob(signer.blob, blob) && isValidAt(signer, at))
    .filter(({ namespaces }) => namespaces === null || matchesPatternList(namespace, namespaces))
    .flatMap(({ principals }) => principals);
}

/** Whose the key is where it may not sign so, as what follows "a key of …"; null where nobody has it. */
export function whyNotPrincipal(trust: AllowedSigners, blob: Uint8Array, namespace: string, at: Date): string | null {
  const ofKey = trust.signers.filter((signer) => sameBlob(signer.blob, blob));
  if (ofKey.length === 0) return null;
  const owners = [...new Set(ofKey.flatMap(({ principals }) => principals))].join(', ');
  const may = ofKey.some(({ namespaces }) => namespaces === null || matchesPatternList(namespace, namespaces));
  return `${owners}, which ${may ? `is not valid at ${timeOf(at)}` : `may not sign for ${namespace}`}`;
}

export type NameVerdict =
  /** Nobody of that name and nobody with that key is in the list. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'named' }
  /** `why` continues "NAME …". */
  | { readonly kind: 'refused'; readonly why: string };

/** Whether the list gives this name to this key, as `ssh-keygen -Y verify -I NAME` decides it. */
export function judgeName(
  trust: AllowedSigners,
  name: string,
  blob: Uint8Array,
  namespace: string,
  at: Date,
): NameVerdict {
  const ofKey = trust.signers.filter((signer) => sameBlob(signer.blob, blob));
  const ofName = trust.signers.filter(({ principals }) => matchesPatternList(name, principals));
  const ofBoth = ofKey.filter((signer) => ofName.includes(signer));
  if (ofBoth.length === 0) {
    if (ofName.length > 0)
      return { kind: 'refused', why: 'signed with a key that is not the one listed for that name' };
    if (ofKey.length === 0) return { kind: 'unknown' };
    const owners = [...new Set(ofKey.flatMap(({ principals }) => principals))].join(', ');
    return { kind: 'refused', why: `signed with the key of ${owners}` };
  }
  const permitted = ofBoth.filter(({ namespaces }) => namespaces === null || matchesPatternList(namespace, namespaces));
  if (permitted.length === 0) return { kind: 'refused', why: `has a key that may not sign for ${namespace}` };
  if (!permitted.some((signer) => isValidAt(signer, at)))
    return { kind: 'refused', why: `has a key that is not valid at ${timeOf(at)}` };
  return { kind: 'named' };
}
