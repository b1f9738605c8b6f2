/**
 * Words that exports shorten beyond what letters left out explain, or say in two ways. General words of tables and
 * ledgers alone: what is particular to an export must show in its values.
 */
const sameWord: readonly (readonly string[])[] = [
  ['number', 'no', 'num', 'nr', 'nbr'],
  ['identifier', 'id', 'ident'],
  ['currency', 'ccy', 'cur', 'curr'],
  ['transaction', 'txn', 'tx', 'trx', 'trans'],
  ['date', 'dt', 'day'],
  ['time', 'timestamp', 'ts', 'tm', 'at'],
  ['quantity', 'qty'],
  ['customer', 'cust', 'client'],
  ['description', 'desc', 'narrative', 'text'],
  ['type', 'kind', 'typ'],
  ['status', 'state'],
  ['note', 'memo', 'remark', 'comment'],
  ['count', 'cnt'],
];
const groupOf = new Map(sameWord.flatMap((words, group) => words.map((word) => [word, group])));

/** The words of a name: `AcctNo`, `ACCT_NO` and `acct-no` are the same two. */
export function nameWords(name: string): string[] {
  return name
    .normalize('NFKC')
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => (word.length > 3 && /[^s]s$/.test(word) ? word.slice(0, -1) : word));
}

/** How alike two names are, from 0 to 1; 1: the same words. Symmetric. */
export const nameLikeness = (a: string, b: string): number => wordsLikeness(a, nameWords(a), b, nameWords(b));

/** The same of names whose words are at hand: a wide table asks for each pair of its columns. */
export function wordsLikeness(a: string, left: readonly string[], b: string, right: readonly string[]): number {
  if (left.length === 0 || right.length === 0) return a === b ? 1 : 0;
  if (left.join('') === right.join('')) return 1;
  const best = (word: string, others: readonly string[]) =>
    Math.max(...others.map((other) => wordLikeness(word, other)));
  const sum = (words: readonly string[], others: readonly string[]) =>
    words.reduce((total, word) => total + best(word, others), 0);
  return (sum(left, right) + sum(right, left)) / (left.length + right.length);
}

function wordLikeness(a: string, b: string): number {
  if (a === b) return 1;
  const group = groupOf.get(a);
  if (group !== undefined && group === groupOf.get(b)) return 0.9;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  if (short.length < 2) return long.startsWith(short) ? 0.3 : 0;
  if (long.startsWith(short)) return 0.85;
  return short[0] === long[0] && isSubsequence(short, long) ? 0.7 : 0;
}

/** `acct` is `account` with letters left out. */
function isSubsequence(short: string, long: string): boolean {
  let at = 0;
  for (const letter of long) if (letter === short[at]) at++;
  return at === short.length;
}
