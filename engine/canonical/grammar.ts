/** Reads a text of one type: its canonical text, or undefined when it has no form. */
export type Grammar = (text: string) => string | undefined;

export const isDigit = (code: number): boolean => code >= 48 && code <= 57;
