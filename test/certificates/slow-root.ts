import type { Keccak } from '../../engine/certificates/ethereum/keccak.ts';
import { rlpBytes, rlpList } from '../../engine/certificates/ethereum/rlp.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

/** The trie as the Yellow Paper defines it, by recursion over all pairs at once: another way to the same root. */
export function slowRoot(keccak: Keccak, pairs: readonly (readonly [string, Uint8Array])[]): string {
  const reference = (node: Uint8Array) => (node.length < 32 ? node : rlpBytes(keccak(node)));
  const packed = (path: string, leaf: boolean) => {
    const odd = path.length % 2 === 1;
    const flag = (leaf ? 2 : 0) + (odd ? 1 : 0);
    return rlpBytes(Buffer.from(flag.toString(16) + (odd ? '' : '0') + path, 'hex'));
  };
  const node = (set: readonly (readonly [string, Uint8Array])[]): Uint8Array => {
    if (set.length === 1) return rlpList([packed(set[0]![0], true), rlpBytes(set[0]![1])]);
    let shared = 0;
    while (set.every(([path]) => path[shared] === set[0]![0][shared])) shared++;
    const below = (digit: string) =>
      set.filter(([path]) => path[shared] === digit).map(([path, value]) => [path.slice(shared + 1), value] as const);
    const children = Array.from('0123456789abcdef', (digit) => {
      const some = below(digit);
      return some.length === 0 ? Uint8Array.of(0x80) : reference(node(some));
    });
    const branch = rlpList([...children, Uint8Array.of(0x80)]);
    return shared === 0 ? branch : rlpList([packed(set[0]![0].slice(0, shared), false), reference(branch)]);
  };
  return pairs.length === 0 ? hex(keccak(Uint8Array.of(0x80))) : hex(keccak(node(pairs)));
}
