/** What is known of a generation on this machine: what was measured of renders like its own is looked up. */
import { remembered } from '../common/memory.ts';
import { type LocalMeasurements, type MeasurementsOf, NO_MEASUREMENTS, type Price } from '../findings/local.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { evaluationsOf } from '../knowledge/sampler-names.ts';
import type { Sampler } from '../knowledge/schema.ts';
import type { Backend } from '../render/backend.ts';
import type { Run } from '../run/index.ts';
import { backendId, keyOf, sweetSpotKeyOf } from './conditions.ts';
import { type Cost, costOf, secondsOf } from './cost.ts';
import type { Facts, Speed, SweetSpot } from './facts.ts';
import { ANYWHERE, plannedKeys } from './planned.ts';

/** Makes what rules ask. Of what has not changed since the last time, the answers are the same objects. */
export type Lookup = (facts: Facts, backend: Pick<Backend, 'kind' | 'address'>, price: Price | null) => MeasurementsOf;

export function createLookup(knowledge: Knowledge): Lookup {
  let before = new Map<string, Entry>();

  const keysOf = remembered((run: Run) => plannedKeys(run, knowledge));

  return (facts, backend, price) => {
    const id = backendId(backend);
    const measuredHere = (fact: Speed | SweetSpot): boolean => fact.backend === id;
    const speeds = new Map(facts.speeds.filter(measuredHere).map((speed) => [keyOf({ ...speed, ...ANYWHERE }), speed]));
    const spots = new Map(
      facts.sweetSpots.filter(measuredHere).map((spot) => [sweetSpotKeyOf({ ...spot, ...ANYWHERE }), spot]),
    );
    const models = new Set([...speeds.values(), ...spots.values()].map(({ model }) => model));
    const entries = new Map<string, Entry>();
    const last = before;
    before = entries;
    if (speeds.size === 0 && spots.size === 0 && !price) return NO_MEASUREMENTS;

    return remembered((run) => {
      // Most generations need not be planned to know that nothing was measured of them.
      const at = models.has(run.generation.model?.text ?? '') ? keysOf(run) : null;
      const speed = (at && speeds.get(at.speed)) ?? null;
      const spot = (at && spots.get(at.sweetSpot)) ?? null;
      if (!speed && !spot && !price) return null;
      const key = `${speed && at?.speed} ${spot && at?.sweetSpot}`;
      let entry = entries.get(key);
      if (!entry) {
        const cost = speed && costOf(speed);
        const state = JSON.stringify([id, cost && roughly(cost), spot, price]);
        const old = last.get(key);
        entry =
          old?.state === state ? old : { state, local: localFrom(cost, spot, price, backend, at?.sampler ?? null) };
        entries.set(key, entry);
      }
      return entry.local;
    });
  };
}

/** A cost that differs by less than anyone cares for is the same: a file of thousands need not be judged again after each render. */
function roughly({ perEvaluation, overhead, renders, at }: Cost): unknown {
  return [perEvaluation.toPrecision(2), overhead.toPrecision(2), renders, at.slice(0, 'yyyy-mm-dd'.length)];
}

/** An answer, and all that it says as one text. */
interface Entry {
  readonly state: string;
  readonly local: LocalMeasurements;
}

function localFrom(
  cost: Cost | null,
  spot: SweetSpot | null,
  price: Price | null,
  { kind }: Pick<Backend, 'kind'>,
  sampler: Sampler | null,
): LocalMeasurements {
  return {
    standIn: kind === 'builtin',
    cost: cost && {
      seconds: (steps) => secondsOf(cost, evaluationsOf(sampler, steps)),
      renders: cost.renders,
      at: cost.at,
    },
    sweetSpot: spot,
    price,
  };
}
