import { app } from 'electron';
import { z } from 'zod';

const handedOver = z.strictObject({ paths: z.array(z.string().max(32_768)).max(100) });

/**
 * Claims the one instance. False where another runs already: that one was handed the paths, resolved here, where their
 * folder is known, and this one must end.
 */
export function claimInstance(paths: readonly string[], onSecond: (paths: readonly string[]) => void): boolean {
  app.on('second-instance', (_event, _argv, _cwd, data) => {
    const read = handedOver.safeParse(data);
    onSecond(read.success ? read.data.paths : []);
  });
  return app.requestSingleInstanceLock({ paths });
}
