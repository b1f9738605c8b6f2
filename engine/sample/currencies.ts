/** ISO 4217: the source writes numbers, the target letters. All have two minor digits. */
export const currencies = { '978': 'EUR', '840': 'USD', '826': 'GBP', '756': 'CHF' } as const;
