// What JavaScript calls. Memory is laid out by the caller (engine/kernel/arena.ts) above heapBase(); nothing here allocates.
export { sha256Batch } from './sha256';

/** The first byte that no constant of the module lies on. */
export function heapBase(): usize {
  return __heap_base;
}
