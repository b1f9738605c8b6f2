import { defineConfig } from 'vite';

// Every bundle is built here. What must stay external is a dependency; all else is bundled and is not.
export default defineConfig({
  define: { __TALLYSTICK_FAULTS__: 'false' },
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'dist',
    emptyOutDir: true,
    minify: false,
    sourcemap: false,
    rollupOptions: {
      input: { tallystick: 'cli/main.ts', 'hash.worker': 'workers/hash.worker.ts' },
      external: [/^node:/, '@duckdb/node-api'],
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunk-[hash].js', banner: '' },
    },
  },
  ssr: { noExternal: true, external: ['@duckdb/node-api'] },
});
