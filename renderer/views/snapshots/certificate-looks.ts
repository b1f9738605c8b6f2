import type { Certificate } from '../../../contract/certificate.ts';
import type { ShapeName } from '../../components/Shape.svelte';

interface Look {
  readonly word: string;
  readonly shape: ShapeName;
  readonly tone: 'proven' | 'rule' | 'differs';
}

/** What was not checked vouches for nothing: it is as visible as what fails. */
export const certificateLooks: Readonly<Record<Certificate['result'], Look>> = {
  fails: { word: 'fails', shape: 'cross', tone: 'differs' },
  not_checked: { word: 'not checked', shape: 'ring', tone: 'rule' },
  holds: { word: 'holds', shape: 'check', tone: 'proven' },
};

/** What it is that holds or fails; bytes that match a list say nothing of rows, nor rows of bytes. */
export const speaksOf = ({ about }: Pick<Certificate, 'about'>): string =>
  about === 'bytes' ? 'the files’ bytes' : about === 'rows' ? 'what the rows come to' : 'not known';

/** Who vouches: without a trusted signature, or a hand that gave it, it is integrity alone. */
export function vouchedBy({ came, signature }: Pick<Certificate, 'came' | 'signature'>): {
  readonly word: string;
  readonly tone: Look['tone'] | '';
} {
  if (signature === 'trusted') return { word: 'a signature that you trust', tone: 'proven' };
  if (signature === 'refused') return { word: 'nobody: its signature is refused', tone: 'differs' };
  if (came === 'given') return { word: 'whoever gave it by hand', tone: '' };
  const where = came === 'inside' ? 'it came inside the same export' : 'it lay beside the export';
  return { word: `nobody: ${where}`, tone: 'rule' };
}

interface Fared {
  readonly result: Certificate['result'] | 'none';
  readonly words: string;
}

/** What the certificates say of all files of a table, where they say the same of each; null where they do not. */
export function saidOfAll(files: readonly { readonly certificate: Fared | null }[]): Fared | null {
  const [first] = files;
  const alike = files.every(
    ({ certificate }) =>
      certificate?.words === first?.certificate?.words && certificate?.result === first?.certificate?.result,
  );
  return alike ? (first?.certificate ?? null) : null;
}

/** `1 fails, 2 hold` of a table's files, where they fared differently; empty where nothing speaks of any. */
export function tallyOf(files: readonly { readonly certificate: Fared | null }[]): string {
  const words = {
    fails: ['fails', 'fail'],
    not_checked: ['not checked', 'not checked'],
    holds: ['holds', 'hold'],
  } as const;
  const parts = Object.entries(words).flatMap(([result, [one, many]]) => {
    const there = files.filter(({ certificate }) => certificate?.result === result).length;
    return there === 0 ? [] : [`${there} ${there === 1 ? one : many}`];
  });
  return parts.length === 0 ? '' : `certificates of ${files.length} files: ${parts.join(', ')}`;
}
