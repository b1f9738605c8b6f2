const shape = /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32})$/i;

const isLowerHex = (code: number): boolean => (code >= 48 && code <= 57) || (code >= 97 && code <= 102);

function isCanonical(text: string): boolean {
  if (text.length !== 36) return false;
  for (let i = 0; i < 36; i++) {
    const code = text.charCodeAt(i);
    if (i === 8 || i === 13 || i === 18 || i === 23 ? code !== 45 : !isLowerHex(code)) return false;
  }
  return true;
}

/** 8-4-4-4-12 or 32 hex digits, optionally in one pair of braces; lower case and 8-4-4-4-12. */
export function readUuid(text: string): string | undefined {
  if (isCanonical(text)) return text;
  const bare = text.startsWith('{') && text.endsWith('}') ? text.slice(1, -1) : text;
  if (!shape.test(bare)) return undefined;
  const lower = bare.toLowerCase();
  if (lower.length === 36) return lower;
  return `${lower.slice(0, 8)}-${lower.slice(8, 12)}-${lower.slice(12, 16)}-${lower.slice(16, 20)}-${lower.slice(20)}`;
}
