/** a / b, rounded up; both are positive, a may be 0. */
export const ceilQuotient = (a: bigint, b: bigint): bigint => (a + b - 1n) / b;
