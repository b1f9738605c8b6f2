import { writeFileSync } from 'node:fs';
import { schemaFiles } from './schemas.ts';

// docs/schemas/ is what others validate against, so it is committed; test/plan/schema.test.ts says when it is out of date.
for (const [name, text] of await schemaFiles())
  writeFileSync(new URL(`../docs/schemas/${name}`, import.meta.url), text);
