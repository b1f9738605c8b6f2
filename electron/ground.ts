/** The page's own ground in both schemes, before its first paint: no white flash, and no other grey. */
export const ground = { light: '#f4f4f2', dark: '#151617' } as const;
