import { config } from 'zod';

// Imported before any schema: zod otherwise tries `new Function`, which the page's CSP reports as a violation.
config({ jitless: true });
