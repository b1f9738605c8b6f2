// Letters of Cyrillic and Greek that most faces draw as they draw the Latin letter at the same place below.
const foreign = 'АВЕЅІЈКМНОРСТУХаеѕіјорсухԁһΑΒΕΖΗΙΚΜΝΟΡΤΥΧο';
const latin = 'ABESIJKMHOPCTYXaesijopcyxdhABEZHIKMNOPTYXo';
const likeLatin = new Map(Array.from(foreign, (letter, i) => [letter, latin[i]!]));

const skeleton = (text: string): string =>
  Array.from(text.normalize('NFKC'), (letter) => likeLatin.get(letter) ?? letter).join('');

/** Whether two different texts may look the same on screen: composed and not, Latin and Cyrillic. */
export const lookAlike = (one: string, other: string): boolean => one !== other && skeleton(one) === skeleton(other);

/** The code points of a text, as one writes about them: `U+0065 U+0301`. */
export const codePoints = (text: string): string =>
  Array.from(text, (letter) => `U+${letter.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`).join(' ');
