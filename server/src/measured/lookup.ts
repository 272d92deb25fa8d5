/** What is known of a generation on this machine: what was measured of renders like its own is looked up. */
import type { Generation } from '../dialects/generation.ts';
import { type LocalMeasurements, type MeasurementsOf, NO_MEASUREMENTS, type Price } from '../findings/local.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { evaluationsOf } from '../knowledge/sampler-names.ts';
import type { Sampler } from '../knowledge/schema.ts';
import type { Backend } from '../render/backend.ts';
import type { Run } from '../run/index.ts';
import { backendId, keyOf, sweetSpotKeyOf } from './conditions.ts';
import { type Cost, costOf, secondsOf } from './cost.ts';
import type { Facts, Speed, SweetSpot } from './facts.ts';
import { ANYWHERE, type Keys, plannedKeys } from './planned.ts';

/** Makes what rules ask. Of what has not changed since the last time, the answers are the same objects. */
export type Lookup = (facts: Facts, backend: Pick<Backend, 'kind' | 'address'>, price: Price | null) => MeasurementsOf;

export function createLookup(knowledge: Knowledge): Lookup {
  const keys = new WeakMap<Generation, Keys | null>();
  let before = new Map<string, Entry>();

  const keysOf = (run: Run): Keys | null => remembered(keys, run.generation, () => plannedKeys(run, knowledge));

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

    const answers = new WeakMap<Generation, LocalMeasurements | null>();
    const answer = (run: Run): LocalMeasurements | null => {
      // Most generations need not be planned to know that nothing was measured of them.
      const at = models.has(run.generation.model?.text ?? '') ? keysOf(run) : null;
      const speed = (at && speeds.get(at.speed)) ?? null;
      const spot = (at && spots.get(at.sweetSpot)) ?? null;
      if (!speed && !spot && !price) return null;
      const key = `${speed && at?.speed} ${spot && at?.sweetSpot}`;
      let entry = entries.get(key);
      if (!entry) {
        const cost = speed && costOf(speed);
        const stamp = JSON.stringify([id, cost && roughly(cost), spot, price]);
        const old = last.get(key);
        entry =
          old?.stamp === stamp ? old : { stamp, local: localFrom(cost, spot, price, backend, at?.sampler ?? null) };
        entries.set(key, entry);
      }
      return entry.local;
    };
    return (run) => remembered(answers, run.generation, () => answer(run));
  };
}

/** Makes a value the first time it is asked for. */
function remembered<Value>(known: WeakMap<Generation, Value>, generation: Generation, make: () => Value): Value {
  const before = known.get(generation);
  if (before !== undefined || known.has(generation)) return before as Value;
  const value = make();
  known.set(generation, value);
  return value;
}

/** A cost that differs by less than anyone cares for is the same: a file of thousands need not be judged again after each render. */
function roughly({ perEvaluation, overhead, renders, at }: Cost): unknown {
  return [perEvaluation.toPrecision(2), overhead.toPrecision(2), renders, at.slice(0, 'yyyy-mm-dd'.length)];
}

/** An answer, and all that it says as one text. */
interface Entry {
  readonly stamp: string;
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
