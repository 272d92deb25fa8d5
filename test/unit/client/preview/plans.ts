import type { KeptRender } from '../../../../client/src/preview/kept-schema.ts';
import type { RenderPlan } from '../../../../server/src/protocol/render.ts';

/** A plan with the parts a test cares about; the rest is plausible. */
export function planWith(parts: Partial<RenderPlan>): RenderPlan {
  return {
    title: 'FLUX.1 schnell, line 4',
    backend: { kind: 'builtin', name: 'Built-in model', address: null, note: 'Not what your model would draw.' },
    mode: 'draft',
    settings: [],
    changes: [],
    warnings: [],
    width: 512,
    height: 256,
    steps: 8,
    seed: '5',
    seedIsDrawn: false,
    counts: { draft: 8, configured: 80 },
    ...parts,
  };
}

/** A kept render with the parts a test cares about. */
export function keptWith(parts: Partial<KeptRender>): KeptRender {
  return {
    id: '1764111600000-0a1b2c3d',
    plan: planWith({}),
    warnings: [],
    seconds: 1.5,
    modelEvaluations: null,
    mime: 'image/png',
    ...parts,
  };
}
