/** Another case or another composition of the same letters is no other person. */
export function samePerson(a: string, b: string): boolean {
  const folded = (name: string): string => name.normalize('NFC').toLowerCase();
  return folded(a) === folded(b);
}
