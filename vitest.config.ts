import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks', // DuckDB is native: a fork a file keeps its threads apart
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
