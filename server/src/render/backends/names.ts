/** A file's names for samplers and schedules, found in the lists that servers give of their own. */
import type { Choice } from '../backend.ts';

/**
 * The server's own name for a choice: as the file writes it, else the first in the list that is known to be the same
 * (`know`: knowledge.sampler or knowledge.schedule). `null` when the server lists no such one.
 */
export function listedName(
  choice: Choice,
  names: readonly string[],
  know: (name: string) => { readonly id: string } | null,
): string | null {
  const written = choice.written.toLowerCase();
  return (
    names.find((name) => name === choice.written) ??
    names.find((name) => name.toLowerCase() === written) ??
    (choice.id === null ? undefined : names.find((name) => know(name)?.id === choice.id)) ??
    null
  );
}
