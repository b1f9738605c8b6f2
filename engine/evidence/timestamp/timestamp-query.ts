import { createHash } from 'node:crypto';

const parts = {
  /** SEQUENCE of 57 bytes; version 1. */
  head: Buffer.from('3039020101', 'hex'),
  /** messageImprint: SHA-256 without parameters to it, and 32 bytes of digest. */
  imprint: Buffer.from('3031300d060960864801650304020105000420', 'hex'),
  /** certReq: the response is to carry the authority's certificate. */
  tail: Buffer.from('0101ff', 'hex'),
};

/**
 * What an authority is asked over these bytes: a TimeStampReq of RFC 3161, as `openssl ts -query -sha256 -cert
 * -no_nonce` writes it. A nonce would tell a fresh answer from an old one; an old answer over a signature is as good.
 */
export const timestampQuery = (bytes: Uint8Array): Uint8Array =>
  Buffer.concat([parts.head, parts.imprint, createHash('sha256').update(bytes).digest(), parts.tail]);
