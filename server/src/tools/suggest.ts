/** Which settings suit a model, by its figures. */
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Model } from '../knowledge/schema.ts';
import type { InputOf } from './inputs.ts';

/** Plain data for a program; `known: false` comes with what the guide says of most models. Pure. */
export function suggest({ model: name, loras }: InputOf<'sweetspot_suggest'>, knowledge: Knowledge): object {
  const family = knowledge.model(name, 'model');
  const accelerators = loras.flatMap((lora) => knowledge.model(lora, 'lora') ?? []);
  const { default: steps, draft } = knowledge.stepsGuide;
  return {
    known: family !== null,
    // What a LoRA was distilled for takes the place of the model's own figures.
    settings: accelerators[0]
      ? { ...(family && settingsOf(family)), ...settingsOf(accelerators[0]) }
      : family
        ? settingsOf(family)
        : { steps: { default: steps, draft } },
    model: family && described(family),
    loras: accelerators.map(described),
  };
}

function described({ id, name, kind, distillation, notes = [], disagreements = [] }: Model): object {
  return { id, name, kind, distillation, notes, disagreements };
}

function settingsOf({ steps, guidance, size, frames, samplers, schedules, flow_shift, lora_weight }: Model): object {
  const { sweet, default: usual, draft, min_useful, wasteful_above } = steps;
  return Object.fromEntries(
    Object.entries({
      steps: { sweet, default: usual, draft, min_useful, wasteful_above },
      guidance,
      size: size && { native: size.native, multiple_of: size.multiple_of },
      frames,
      samplers,
      schedules,
      flow_shift,
      lora_weight,
    }).filter(([, value]) => value !== undefined),
  );
}
