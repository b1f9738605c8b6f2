import { contentOf, inside, oidOf, readDer, tags } from './der.ts';

/** RFC 5280, 4.2.1.1 and 4.2.1.2: how a certificate names its own key and its issuer's, in hex; null where not. */
export interface KeyIdentifiers {
  readonly own: string | null;
  readonly issuers: string | null;
}

const subjectKey = '2.5.29.14';
const authorityKey = '2.5.29.35';

/** Reads them in a DER certificate; what cannot be read names nothing. */
export function keyIdentifiers(certificate: Uint8Array): KeyIdentifiers {
  try {
    return readIdentifiers(certificate);
  } catch (error) {
    if (error instanceof RangeError) return { own: null, issuers: null };
    throw error;
  }
}

function readIdentifiers(certificate: Uint8Array): KeyIdentifiers {
  const [about] = inside(readDer(certificate), tags.sequence);
  const extensions = inside(about, tags.sequence).find(({ tag }) => tag === tags.three);
  const values = new Map(
    (extensions === undefined ? [] : inside(inside(extensions, tags.three)[0], tags.sequence)).map((extension) => {
      const parts = inside(extension, tags.sequence);
      return [oidOf(parts[0]), contentOf(parts.at(-1), tags.octets)] as const;
    }),
  );
  const [own, issuers] = [values.get(subjectKey), values.get(authorityKey)];
  return {
    own: own === undefined ? null : hex(contentOf(readDer(own), tags.octets)),
    issuers: issuers === undefined ? null : keyOf(inside(readDer(issuers), tags.sequence)[0]),
  };
}

/** The first member of the issuer's identifiers is that of its key, or there is none. */
const keyOf = (first: ReturnType<typeof readDer> | undefined): string | null =>
  first?.tag === tags.zeroPlain ? hex(first.content) : null;

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
