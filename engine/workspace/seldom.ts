/** How often the page is told of what goes on, in milliseconds: ten times a second is as often as anybody reads. */
const pause = 100;

/** Passes on the latest value ten times a second at most; the last one is never lost but by `stop`. */
export function seldom<T>(tell: (value: T) => void): { tell: (value: T) => void; stop: () => void } {
  let told = 0;
  let waiting: { value: T } | null = null;
  let timer: NodeJS.Timeout | null = null;
  const flush = (): void => {
    timer = null;
    if (waiting === null) return;
    const { value } = waiting;
    waiting = null;
    told = performance.now();
    tell(value);
  };
  return {
    tell(value) {
      waiting = { value };
      if (timer !== null) return;
      const left = pause - (performance.now() - told);
      if (left <= 0) flush();
      else timer = setTimeout(flush, left);
    },
    stop() {
      if (timer !== null) clearTimeout(timer);
      timer = waiting = null;
    },
  };
}
