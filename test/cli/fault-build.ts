import { join } from 'node:path';
import { build } from 'vite';
import { kernelPlugin } from '../../tools/build-kernel.mjs';

const root = join(import.meta.dirname, '../..');

/** Builds the command line once more, with the faults that a test can ask for (engine/reconcile/run/fault.ts), and gives it. */
export async function buildWithFaults(): Promise<string> {
  const outDir = join(root, 'artefacts/faults'); // below the root, so that what is not bundled is found
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    plugins: [kernelPlugin],
    define: { __TALLYSTICK_FAULTS__: 'true' },
    build: {
      ssr: true,
      target: 'node20',
      outDir,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: {
        input: {
          tallystick: 'cli/main.ts',
          'file.worker': 'workers/file.worker.ts',
          'hash.worker': 'workers/hash.worker.ts',
        },
        external: [/^node:/, '@duckdb/node-api'],
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunk-[hash].js' },
      },
    },
    ssr: { noExternal: true, external: ['@duckdb/node-api'] },
  });
  return join(outDir, 'tallystick.js');
}
