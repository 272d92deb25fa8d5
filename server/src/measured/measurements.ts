/** What was measured so far: renders are timed as they pass, and what is learned elsewhere is joined in. */
import type { Knowledge } from '../knowledge/knowledge.ts';
import { evaluationsOf } from '../knowledge/sampler-names.ts';
import type { Backend, RenderRequest } from '../render/backend.ts';
import { delegating } from '../render/delegating.ts';
import { createTimer } from '../render/timing.ts';
import { untilNow } from './clock.ts';
import { backendId, conditionsOf, keyOf, nameOf, sweetSpotConditionsOf } from './conditions.ts';
import { costOf, secondsOf } from './cost.ts';
import { type Facts, NO_FACTS, type SweetSpot } from './facts.ts';
import { merge } from './merge.ts';

/** What a search for the sweet spot came to. */
export type FoundSweetSpot = Pick<SweetSpot, 'steps' | 'between' | 'seeds' | 'converges'>;

export interface Measurements {
  /** All that is known, within the bounds of `merge`. Replaced, never changed. */
  readonly facts: Facts;
  /** The same backend, its renders timed. */
  watch(backend: Backend): Backend;
  /** Remembers where more steps change nothing worth their time. `request`, of a size that is known: any of the search, whatever its steps and seed. */
  addSweetSpot(backend: Backend, request: RenderRequest, found: FoundSweetSpot): void;
  /** Seconds that a render of a known size is likely to take once the model is loaded; `null` where nothing was measured under its conditions. */
  expectedSeconds(backend: Backend, request: RenderRequest): number | null;
  /** Joins in what was kept before, or measured elsewhere. */
  learn(facts: Facts): void;
  /** Forgets all. */
  clear(): void;
}

export interface MeasuringServices {
  readonly knowledge: Knowledge;
  /** Called after every change; `isLearned`: it came from `learn`. */
  readonly onChange: (isLearned: boolean) => void;
  readonly now?: () => Date;
}

export function createMeasurements(services: MeasuringServices): Measurements {
  const { knowledge, onChange, now = () => new Date() } = services;
  let facts = NO_FACTS;
  const add = (more: Partial<Facts>, isLearned = false): void => {
    const all = merge(untilNow(facts, now()), untilNow({ ...NO_FACTS, ...more }, now()));
    if (isLearned && JSON.stringify(all) === JSON.stringify(facts)) return;
    facts = all;
    onChange(isLearned);
  };
  const evaluations = (request: RenderRequest): number =>
    evaluationsOf(knowledge.sampler(nameOf(request.sampler)), request.steps);

  return {
    get facts() {
      return facts;
    },
    watch: (backend) => watching(backend, evaluations, (speed) => add({ speeds: [speed] }), now),
    addSweetSpot: (backend, request, found) => {
      const { steps, between, seeds, converges } = found;
      const conditions = sweetSpotConditionsOf(backendId(backend), request);
      add({ sweetSpots: [{ ...conditions, steps, between, seeds, converges, at: now().toISOString() }] });
    },
    expectedSeconds: (backend, request) => {
      const key = keyOf(conditionsOf(backendId(backend), request));
      const speed = facts.speeds.find((known) => keyOf(known) === key);
      return speed ? secondsOf(costOf(speed), evaluations(request)) : null;
    },
    learn: (more) => add(more, true),
    clear: () => add({ clearedAt: latest(untilNow(facts, now()), now().toISOString()) }),
  };
}

/** The moment that no fact is younger than: a clock may have been put back since. */
function latest({ speeds, sweetSpots }: Facts, now: string): string {
  const moments = [...speeds.map(({ samples }) => samples[0].at), ...sweetSpots.map(({ at }) => at)];
  return moments.reduce((one, other) => (one > other ? one : other), now);
}

/** A backend whose finished renders are told as speeds. */
function watching(
  backend: Backend,
  evaluationsIn: (request: RenderRequest) => number,
  tell: (speed: Facts['speeds'][number]) => void,
  now: () => Date,
): Backend {
  /** The model that was rendered with last: any other may have to be loaded. */
  let loaded: string | null | undefined;
  return delegating(backend, {
    render: async function* (request, signal) {
      const evaluations = evaluationsIn(request);
      const timer = createTimer([request.steps, evaluations], request.model !== loaded, () => performance.now());
      for await (const event of backend.render(request, signal)) {
        timer.see(event);
        if (event.kind === 'done') {
          const timing = timer.timing();
          loaded = request.model;
          if (timing && !request.unsized) {
            const { sampling, beside } = timing;
            const sample = { perEvaluation: sampling / evaluations, overhead: beside, at: now().toISOString() };
            tell({ ...conditionsOf(backendId(backend), request), samples: [sample] });
          }
        }
        yield event;
      }
    },
  });
}
