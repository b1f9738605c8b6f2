import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type EnvironmentOptions } from 'vite';
import { kernelPlugin } from './tools/build-kernel.mjs';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Everything that runs in Node: entries flat in dist/, since a worker is found beside the file that starts it. */
const node: EnvironmentOptions = {
  consumer: 'server',
  resolve: { noExternal: true, external: ['@duckdb/node-api', 'electron'] },
  build: {
    ssr: true,
    target: 'node20',
    outDir: at('dist'),
    emptyOutDir: true,
    minify: false,
    sourcemap: false,
    copyPublicDir: false,
    rolldownOptions: {
      input: {
        tallystick: at('cli/main.ts'),
        main: at('electron/main.ts'),
        'key.worker': at('electron/key.worker.ts'),
        'engine.worker': at('workers/engine.worker.ts'),
        'file.worker': at('workers/file.worker.ts'),
        'hash.worker': at('workers/hash.worker.ts'),
      },
      external: [/^node:/, '@duckdb/node-api', 'electron'],
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunk-[hash].js' },
    },
  },
};

/** A sandboxed preload can load no other file, and no ES module. */
const preload: EnvironmentOptions = {
  consumer: 'server',
  resolve: { noExternal: true, external: ['electron'] },
  build: {
    ssr: true,
    target: 'chrome130',
    outDir: at('dist'),
    emptyOutDir: false,
    minify: false,
    sourcemap: false,
    copyPublicDir: false,
    rolldownOptions: {
      input: { preload: at('electron/preload.ts') },
      external: ['electron'],
      output: { format: 'cjs', entryFileNames: '[name].cjs' },
    },
  },
};

/** The page, which is the same in a window and in a browser: relative addresses, nothing inlined, so that a strict CSP holds. */
const client: EnvironmentOptions = {
  build: {
    target: 'chrome130',
    outDir: at('dist/page'),
    emptyOutDir: true,
    modulePreload: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000, // read from the disk, or over the loopback
    rolldownOptions: { input: at('renderer/index.html') },
  },
};

// Every bundle is built here. What must stay external is a dependency; all else is bundled and is not.
export default defineConfig({
  define: { __TALLYSTICK_FAULTS__: 'false' },
  root: at('renderer'),
  base: './',
  plugins: [svelte({ configFile: false }), kernelPlugin],
  environments: { node, preload, client },
  builder: {
    buildApp: async (builder) => {
      await builder.build(builder.environments['node']!); // empties dist/, so it comes first
      await builder.build(builder.environments['preload']!);
      await builder.build(builder.environments['client']!);
    },
  },
});
