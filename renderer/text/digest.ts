/** `9f3c71d0…a1e4` as `9f3c 71d0 … a1e4`: enough to tell two apart by eye and to read aloud. */
export function shortDigest(hex: string): string {
  return hex.length <= 16 ? hex : `${hex.slice(0, 4)} ${hex.slice(4, 8)} … ${hex.slice(-4)}`;
}
