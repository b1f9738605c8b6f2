import { compileReading } from '../../canonical/read-value.ts';
import type { CanonicalType, Reading } from '../../canonical/types.ts';
import { defaultReading } from '../../canonical/types.ts';

/** Whether all texts of a sample have a form in a type, read so. */
export function readsAs(type: CanonicalType, options: Partial<Reading>, sample: readonly string[]): boolean {
  const reader = compileReading(type, { ...defaultReading, ...options });
  return sample.length > 0 && sample.every((text) => typeof reader.read(text) === 'string');
}
