/** The state of values, to be compared later: what was worked out from them holds while it is the same. */
import type { Value } from '../syntax/document.ts';

/** A value, and the revision of what is in it. */
export function stateOf(value: Value): readonly unknown[] {
  return value.kind === 'map' || value.kind === 'list' ? [value, value.revision] : [value];
}
