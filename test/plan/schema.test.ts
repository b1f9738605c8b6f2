import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { schemaFiles } from '../../tools/schemas.ts';

describe('the published schemas', () => {
  it('are those that judge: tools/make-schemas.ts writes them', async () => {
    for (const [name, text] of await schemaFiles())
      expect(readFileSync(new URL(`../../docs/schemas/${name}`, import.meta.url), 'utf8')).toBe(text);
  });
});
