/** How a certificate fared, as a line of output says it; what fails is to be seen. */
export const certificateResults = { holds: 'holds', fails: 'FAILS', not_checked: 'not checked' } as const;
