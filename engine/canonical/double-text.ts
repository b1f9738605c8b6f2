/** A double as typed sources write it (formats.md section 2): RFC 8785, with `-0`, `NaN`, `Infinity`, `-Infinity`. */
export const doubleText = (value: number): string => (Object.is(value, -0) ? '-0' : String(value));
