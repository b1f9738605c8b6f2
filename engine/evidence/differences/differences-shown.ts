/** How many lines of differences.ndjson the page shows at most (formats.md section 8). */
export const differencesShown = 1000;

/** Characters of markup after which it shows no more of them: a page that no browser opens shows nobody anything. */
export const markupShown = 1 << 26;
