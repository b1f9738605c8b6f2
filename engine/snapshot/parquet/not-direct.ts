/** Why a file, or a page of it, is not for the reader of our own: it is staged instead, and run.json says so. */
export class NotDirect extends Error {}
