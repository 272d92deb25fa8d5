/** Facts and requests made by hand. */
import type { Facts, Sample, Speed, SweetSpot } from '../../../server/src/measured/facts.ts';
import { NO_FACTS } from '../../../server/src/measured/facts.ts';
import type { RenderRequest } from '../../../server/src/render/backend.ts';

export const CONDITIONS = {
  backend: 'comfyui http://127.0.0.1:8188/',
  model: 'sdxl.safetensors',
  width: 1024,
  height: 1024,
  sampler: 'euler',
  guided: true,
} as const;

/** A moment of 23 Nov 2026, by its minute. */
export function minute(count: number): string {
  return `2026-11-23T12:${String(count).padStart(2, '0')}:00.000Z`;
}

export function sample(change: Partial<Sample> = {}): Sample {
  return { perEvaluation: 0.5, overhead: 1, at: minute(0), ...change };
}

export function speed(change: Partial<Speed> = {}): Speed {
  return { ...CONDITIONS, samples: [sample()], ...change };
}

export function spot(change: Partial<SweetSpot> = {}): SweetSpot {
  return {
    ...CONDITIONS,
    schedule: 'karras',
    guidance: 7,
    distilledGuidance: null,
    loras: [],
    steps: 18,
    between: [16, 20],
    seeds: 2,
    converges: true,
    at: minute(0),
    ...change,
  };
}

export function facts(change: Partial<Facts> = {}): Facts {
  return { ...NO_FACTS, ...change };
}

export function request(change: Partial<RenderRequest> = {}): RenderRequest {
  return {
    prompt: 'a',
    negativePrompt: '',
    steps: 20,
    guidance: 7,
    distilledGuidance: null,
    width: 1024,
    height: 1024,
    seed: 1n,
    sampler: { id: 'euler', written: 'Euler' },
    schedule: { id: 'karras', written: 'Karras' },
    model: 'sdxl.safetensors',
    family: null,
    loras: [],
    clipSkip: null,
    graph: null,
    paidNodesAllowed: false,
    ...change,
  };
}
