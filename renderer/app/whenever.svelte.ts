import { untrack } from 'svelte';

/** Does something with a value now and whenever it changes; what is done reads nothing that would have it done again. */
export function whenever<T>(read: () => T, then: (value: T) => void): void {
  $effect(() => {
    const value = read();
    untrack(() => then(value));
  });
}
