import type { Chosen } from '../../transport/page-transport.ts';

/** A reconciliation as it is being put together; kept when another screen is looked at and when the engine restarts. */
class Draft {
  name = $state('');
  source = $state.raw<Chosen | null>(null);
  target = $state.raw<Chosen | null>(null);

  /** Puts what was dropped into the places that are free, source first. */
  fill(chosen: readonly Chosen[]): void {
    for (const one of chosen) {
      if (this.source === null) this.source = one;
      else this.target ??= one;
    }
  }

  clear(): void {
    this.name = '';
    this.source = null;
    this.target = null;
  }
}

export const draft = new Draft();
