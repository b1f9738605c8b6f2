/** Why a certificate cannot be read, as the end of a sentence: "line 3 is no digest and name". */
export class Unreadable extends Error {
  readonly why: string;
  constructor(why: string) {
    super(why);
    this.name = 'Unreadable';
    this.why = why;
  }
}
