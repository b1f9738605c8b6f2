import type { PlanValue } from './plan-value.ts';
import { yamlScalar } from './yaml-scalar.ts';

/** A value as YAML on one line. */
export function yamlFlow(value: PlanValue): string {
  if (typeof value === 'string') return yamlScalar(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${(value as readonly PlanValue[]).map(yamlFlow).join(', ')}]`;
  const members = Object.entries(value as Readonly<Record<string, PlanValue>>).map(
    ([name, inner]) => `${yamlScalar(name)}: ${yamlFlow(inner)}`,
  );
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
