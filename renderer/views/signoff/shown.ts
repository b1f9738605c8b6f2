/** What Sign-off shows beside the signatures. */
export type Shown = 'statement' | 'report' | 'spot';
