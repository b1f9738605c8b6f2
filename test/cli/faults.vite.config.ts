import { defineConfig } from 'vite';

// The command line once more, with the faults that a test can ask for (engine/reconcile/fault.ts).
export default defineConfig({
  define: { __TALLYSTICK_FAULTS__: 'true' },
  logLevel: 'error',
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'artefacts/faults',
    emptyOutDir: true,
    minify: false,
    rollupOptions: {
      input: { tallystick: 'cli/main.ts', 'hash.worker': 'workers/hash.worker.ts' },
      external: [/^node:/, '@duckdb/node-api'],
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunk-[hash].js' },
    },
  },
  ssr: { noExternal: true, external: ['@duckdb/node-api'] },
});
