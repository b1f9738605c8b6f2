// Compiles workers/kernel (AssemblyScript) to one WASM module with SIMD, in memory; gives its bytes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('..', import.meta.url));

export async function buildKernel() {
  let wasm = null;
  const { error, stderr } = await asc.main(
    [
      'workers/kernel/index.ts',
      '--outFile=kernel.wasm',
      '--optimizeLevel=3',
      '--shrinkLevel=0',
      '--noAssert',
      '--runtime=stub',
      '--enable=simd',
      '--use=abort=',
    ],
    {
      readFile: (name, base) => {
        try {
          return readFileSync(join(root, base, name), 'utf8');
        } catch {
          return null;
        }
      },
      writeFile: (_, contents) => {
        wasm = contents;
      },
      listFiles: () => [],
    },
  );
  if (error !== null || wasm === null) throw new Error(`The kernel does not compile\n${stderr.toString()}`);
  return wasm;
}

/** The kernel beside the workers of whatever Vite builds for Node. */
export const kernelPlugin = {
  name: 'tallystick-kernel',
  applyToEnvironment: ({ config }) => config.consumer === 'server',
  async generateBundle({ format }) {
    if (format === 'cjs') return; // the preload script has no workers
    this.emitFile({ type: 'asset', fileName: 'kernel.wasm', source: await buildKernel() });
  },
};
