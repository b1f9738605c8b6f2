import type { TaskName, TaskRequest, Work } from '../../reconcile/run/hash-pool.ts';
import { grouped } from '../../../contract/grouped.ts';

/** What a worker does, in a few words; a task that is not told of does not compile. */
const words: { readonly [K in TaskName]: (request: TaskRequest<K>) => string } = {
  scan: ({ file }) => `reads ${file.name}`,
  stage: ({ file }) => `stages ${file.name}`,
  digest: () => 'digests a file',
  digests: ({ name }) => `digests ${name}`,
  stateRoot: () => 'computes a state root',
  hash: ({ firstRow }) => `hashes rows from ${grouped(String(firstRow + 1))}`,
  part: ({ part }) => `reads and hashes rows from ${grouped(String(part.firstRow + 1))} of ${part.file.name}`,
  place: () => 'finds which parts of the exports hold differing rows',
  fetch: ({ part }) => `fetches differing rows of ${part.file.name}`,
  gather: () => 'puts differing rows in order',
  fold: ({ first, count }) => `folds buckets ${grouped(String(first))} to ${grouped(String(first + count - 1))}`,
  list: () => 'lists differences',
  tree: () => 'writes a tree',
  draw: () => 'draws rows for the self-test',
  strata: () => 'sorts rows into strata',
  amounts: () => 'adds amounts up',
  pick: () => 'draws rows for a spot check',
};

export const laneText = (work: Work): string =>
  (words[work.task] as (request: Work['request']) => string)(work.request);
