export const sides = ['source', 'target'] as const;
export type Side = (typeof sides)[number];
export type BySide<T> = Readonly<Record<Side, T>>;
export const otherSide = (side: Side): Side => (side === 'source' ? 'target' : 'source');
