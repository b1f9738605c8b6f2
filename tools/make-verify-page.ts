import { writeFileSync } from 'node:fs';
import { verifyPage } from './verify-page.ts';

// One file to hand on, so it is committed; test/verify/page.test.ts says when it is out of date.
writeFileSync(new URL('../verify/index.html', import.meta.url), verifyPage());
