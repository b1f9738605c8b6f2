import { it } from 'vitest';

// Run only where no browser could be had: the skip says why.
it.skip(`Components in a browser: ${import.meta.env['NO_BROWSER'] as string}`, () => undefined);
