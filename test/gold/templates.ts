/** What the official workflows really run, by the entry of data/models that decides, held against that entry: a table for docs/defaults.md. */
import { countOf, type Generation, settingOf } from '../../server/src/dialects/generation.ts';
import { modelOf } from '../../server/src/run/model.ts';
import { analyse, data, knowledge } from '../support/knowledge.ts';
import type { GoldWorkflow } from './gold.ts';

/** Values of one entry, and how often each is met. */
type Counts = Map<string, number>;

interface Used {
  readonly steps: Counts;
  readonly guidance: Counts;
  readonly samplers: Counts;
}

/** A part of a chain (a refiner, one of two experts) writes the count of the whole; a second look at a picture runs its own. */
function isWhole(generation: Generation): boolean {
  const strength = settingOf(generation, 'strength');
  return strength === undefined || countOf(strength) === 1;
}

/** The table's lines. */
export function templatesTable(workflows: readonly GoldWorkflow[]): string {
  const used = new Map<string, Used>();
  for (const { sent } of workflows) {
    for (const generation of analyse(JSON.stringify(sent), 'json').reading.generations) {
      const decisive = modelOf(generation, knowledge).decisive;
      const steps = settingOf(generation, 'inference_steps');
      if (!decisive || !steps || steps.via === 'list' || countOf(steps) === null || !isWhole(generation)) continue;
      const entry = used.get(decisive.id) ?? { steps: new Map(), guidance: new Map(), samplers: new Map() };
      used.set(decisive.id, entry);
      count(entry.steps, steps.value);
      count(entry.guidance, settingOf(generation, 'guidance_scale')?.value);
      count(entry.samplers, settingOf(generation, 'sampler')?.value);
    }
  }
  const lines = data.models.flatMap((model) => {
    const met = used.get(model.id);
    if (!met) return [];
    const [low, high] = model.steps.sweet;
    const inside = [...met.steps.keys()].every((steps) => Number(steps) >= low && Number(steps) <= high);
    const range = low === high ? `${low}` : `${low} to ${high}`;
    return `| \`${model.id}\` | ${range} | ${told(met.steps)} | ${inside ? 'agrees' : 'differs'} | ${told(met.guidance)} | ${told(met.samplers)} |`;
  });
  return ['| entry | data/models | steps | | guidance | samplers |', '|:--|:--|:--|:--|:--|:--|', ...lines].join('\n');
}

function count(counts: Counts, value: unknown): void {
  if (value !== undefined) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
}

/** `20 (12), 4 (3)`: the most usual first. */
function told(counts: Counts): string {
  return [...counts]
    .sort(([a, often], [b, oftener]) => oftener - often || (a < b ? -1 : 1))
    .map(([value, times]) => `${value} (${times})`)
    .join(', ');
}
