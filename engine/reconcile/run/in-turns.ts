import { settle } from './settle.ts';

/**
 * Results of work on each item, in no order, so many at a time: the next item is taken when one is done, so that what
 * waits takes no memory. After a failure nothing more is started, and it is told once all have ended.
 */
export async function inTurns<I, T>(items: Iterable<I>, atOnce: number, work: (item: I) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  const left = items[Symbol.iterator]();
  let failed = false;
  const take = async (): Promise<void> => {
    while (!failed) {
      const next = left.next();
      if (next.done === true) return;
      results.push(await work(next.value));
    }
  };
  const taking = Array.from({ length: atOnce }, () =>
    take().catch((error: unknown) => {
      failed = true;
      throw error;
    }),
  );
  await settle(taking);
  return results;
}
