/** What steps were measured to take on this machine, whichever backend rendered them last. */
import type { LocalCost } from '../../findings/local.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { backendId } from '../../measured/conditions.ts';
import type { Facts } from '../../measured/facts.ts';
import { createLookup } from '../../measured/lookup.ts';
import type { Run } from '../../run/index.ts';

export interface Time extends Pick<LocalCost, 'seconds'> {
  /** Kind and address. */
  readonly backend: string;
}

/** `null` where no render like it was measured. */
export type Times = (run: Run) => Time | null;

/** Of what the built-in model took nothing follows for the file's own. Pure. */
export function timesIn(facts: Facts, knowledge: Knowledge): Times {
  const backends = new Set(facts.speeds.map(({ backend }) => backend).filter((backend) => backend !== 'builtin'));
  // Those of equal conditions are kept latest first.
  const lookups = [...backends].map((backend) => ({
    backend,
    of: createLookup(knowledge)(facts, placeOf(backend), null),
  }));
  return (run) => {
    for (const { backend, of } of lookups) {
      const cost = of(run)?.cost;
      if (cost) return { backend, seconds: cost.seconds };
    }
    return null;
  };
}

/** The other way of `backendId`. */
function placeOf(id: string): Parameters<typeof backendId>[0] {
  const [kind, address] = id.split(' ');
  return { kind, address: address === undefined ? null : new URL(address) };
}
