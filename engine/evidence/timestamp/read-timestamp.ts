import { contentOf, inside, oidOf, readDer, tags, type Der } from './der.ts';

/** What an RFC 3161 response says; that it is so is for `judgeTimestamp`. */
export interface Timestamp {
  readonly time: Date;
  /** Of the bytes that were stamped. */
  readonly imprint: { readonly hash: string; readonly digest: Uint8Array };
  /** TSTInfo, of which the signed attributes hold the digest. */
  readonly info: Uint8Array;
  readonly attributes: Uint8Array;
  readonly attributesDigest: Uint8Array;
  readonly digestHash: string;
  readonly signatureOid: string;
  readonly signature: Uint8Array;
  /** The certificate that signs, by its digest; and by issuer and number, as DER. */
  readonly signer: { readonly hash: string; readonly digest: Uint8Array; readonly issued: Uint8Array };
  /** DER certificates that came inside. */
  readonly certificates: readonly Uint8Array[];
}

const signedData = '1.2.840.113549.1.7.2';
/** PKIStatus 0. */
const granted = Buffer.of(tags.integer, 1, 0);
const timestampInfo = '1.2.840.113549.1.9.16.1.4';
const contentType = '1.2.840.113549.1.9.3';
const messageDigest = '1.2.840.113549.1.9.4';
const signingCertificate = '1.2.840.113549.1.9.16.2.12';
const signingCertificateV2 = '1.2.840.113549.1.9.16.2.47';
const hashes: Readonly<Record<string, string>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** Reads a time-stamp response as `openssl ts -reply` writes it; RangeError for what is none. */
export function readTimestamp(response: Uint8Array): Timestamp {
  const [status, token] = inside(readDer(response), tags.sequence);
  // Nobody signs the status: one form is taken, without changes, words or reasons, so that a changed byte shows.
  if (!Buffer.from(contentOf(status, tags.sequence)).equals(granted))
    throw new RangeError('its status is another than granted, or has words beside it');
  const [type, wrapped] = inside(token, tags.sequence);
  if (oidOf(type) !== signedData) throw new RangeError('it is not signed');
  const parts = inside(inside(wrapped, tags.zero)[0], tags.sequence);
  if (!isNumber(parts[0], 3)) throw new RangeError('it is of another version');
  const [infoType, infoWrapped] = inside(parts[2], tags.sequence);
  if (oidOf(infoType) !== timestampInfo) throw new RangeError('it holds something else');
  const info = contentOf(inside(infoWrapped, tags.zero)[0], tags.octets);
  const signers = inside(parts.at(-1), tags.set);
  if (signers.length !== 1) throw new RangeError('it has not one signer');
  const [signerVersion, issued, digestAlgorithm, attributes, signatureAlgorithm, signature, ...unsigned] = inside(
    signers[0],
    tags.sequence,
  );
  if (unsigned.length > 0) throw new RangeError('it has attributes that are not signed');
  if (!isNumber(signerVersion, 1)) throw new RangeError('its signer is named in another way');
  const algorithms = inside(parts[1], tags.set).map((algorithm) => hashOf(algorithm));
  if (algorithms.length !== 1 || algorithms[0] !== hashOf(digestAlgorithm))
    throw new RangeError('it names another digest');
  const bag = attributeBag(attributes);
  if (oidOf(bag.get(contentType)) !== timestampInfo) throw new RangeError('it is signed as something else');
  const [certificates, ...more] = parts.slice(3, -1);
  if (more.length > 0) throw new RangeError('it holds more than certificates');
  return {
    ...readInfo(info),
    info,
    // Signed as the SET that they are, and not as the tagged member they stand in.
    attributes: Buffer.concat([Buffer.of(tags.set), attributes!.whole.subarray(1)]),
    attributesDigest: contentOf(bag.get(messageDigest), tags.octets),
    digestHash: hashOf(digestAlgorithm),
    signatureOid: algorithmOf(signatureAlgorithm),
    signature: contentOf(signature, tags.octets),
    signer: { ...signerOf(bag), issued: contentOf(issued, tags.sequence) },
    certificates: certificates === undefined ? [] : inside(certificates, tags.zero).map(({ whole }) => whole),
  };
}

function readInfo(bytes: Uint8Array): Pick<Timestamp, 'time' | 'imprint'> {
  const [, , imprint, , time] = inside(readDer(bytes), tags.sequence);
  const [algorithm, digest] = inside(imprint, tags.sequence);
  return {
    time: timeOf(time),
    imprint: { hash: hashOf(algorithm), digest: contentOf(digest, tags.octets) },
  };
}

const isNumber = (value: Der | undefined, wanted: number): boolean =>
  Buffer.of(wanted).equals(contentOf(value, tags.integer));

function attributeBag(attributes: Der | undefined): Map<string, Der> {
  const bag = new Map<string, Der>();
  for (const attribute of inside(attributes, tags.zero)) {
    const [type, values] = inside(attribute, tags.sequence);
    const [value, ...more] = inside(values, tags.set);
    if (value === undefined || more.length > 0 || bag.has(oidOf(type)))
      throw new RangeError('an attribute is there twice');
    bag.set(oidOf(type), value);
  }
  return bag;
}

/** RFC 5035 (or 2634): the first certificate that is named is the signer's. */
function signerOf(bag: ReadonlyMap<string, Der>): Omit<Timestamp['signer'], 'issued'> {
  const newer = bag.get(signingCertificateV2);
  const named = newer ?? bag.get(signingCertificate);
  const [first] = inside(inside(named, tags.sequence)[0], tags.sequence);
  const parts = inside(first, tags.sequence);
  if (newer === undefined) return { hash: 'sha1', digest: contentOf(parts[0], tags.octets) };
  const [algorithm, digest] = parts[0]?.tag === tags.sequence ? parts : [undefined, parts[0]];
  return { hash: algorithm === undefined ? 'sha256' : hashOf(algorithm), digest: contentOf(digest, tags.octets) };
}

function hashOf(algorithm: Der | undefined): string {
  const hash = hashes[algorithmOf(algorithm)];
  if (hash === undefined) throw new RangeError('its hash is not known here');
  return hash;
}

/** An algorithm's identifier; it has no parameters, or says that it has none. */
function algorithmOf(algorithm: Der | undefined): string {
  const [oid, none, ...more] = inside(algorithm, tags.sequence);
  if (more.length > 0 || (none !== undefined && contentOf(none, tags.none).length > 0))
    throw new RangeError('an algorithm has parameters');
  return oidOf(oid);
}

function timeOf(value: Der | undefined): Date {
  const text = Buffer.from(contentOf(value, tags.generalizedTime)).toString('latin1');
  const [, year, month, day, hour, minute, second, fraction = ''] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d{1,9})?Z$/.exec(text) ?? [];
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${fraction.slice(0, 4)}Z`);
  if (Number.isNaN(time.getTime())) throw new RangeError('it has no time');
  return time;
}
