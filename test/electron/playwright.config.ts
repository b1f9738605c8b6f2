import { defineConfig } from '@playwright/test';

const artefacts = '../../artefacts';

/** The app itself, in a real Electron: one window at a time, since windows take the focus from each other. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.e2e.ts',
  outputDir: `${artefacts}/e2e`,
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 30_000 }, // a slow machine is waited for; nothing is measured by it
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: `${artefacts}/e2e.json` }]],
});
