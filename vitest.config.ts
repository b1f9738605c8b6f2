import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type TestProjectConfiguration } from 'vitest/config';
import { findBrowser } from './tools/find-browser.mjs';

const browser = findBrowser();
const components = 'test/renderer/**/*.svelte.test.ts';

// What is waited for is waited for on a slow machine too; nothing is measured by it.
const patient = { poll: { timeout: 30_000 } };

const engine: TestProjectConfiguration = {
  test: {
    name: 'engine',
    css: true, // the tokens are tested as they are written
    include: ['test/**/*.test.ts'],
    exclude: [components],
    pool: 'forks', // DuckDB is native: a fork a file keeps its threads apart
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: patient,
  },
};

/** Components in a real browser. Where none can be had, every one is skipped by a test whose name is the reason. */
const page: TestProjectConfiguration =
  browser.launch === null
    ? { test: { name: 'page', include: ['test/renderer/no-browser.ts'], env: { NO_BROWSER: browser.why } } }
    : {
        plugins: [svelte({ configFile: false })],
        test: {
          name: 'page',
          include: [components],
          testTimeout: 60_000,
          expect: patient,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: browser.launch }),
            instances: [{ browser: 'chromium' }],
          },
        },
      };

// Unless said, one core is left idle: on a machine with two that is half of the time.
export default defineConfig({ test: { projects: [engine, page], maxWorkers: '100%' } });
