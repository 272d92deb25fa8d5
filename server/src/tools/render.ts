/** A picture for an agent: of one generation of a text. */
import type { Analysis } from '../features/analysis.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Backend, Picture } from '../render/backend.ts';
import { DEFAULT_LIMITS } from '../render/plan/bounds.ts';
import { createPrepare } from '../render/prepare.ts';
import { createSession } from '../render/session.ts';
import { renderWithin } from '../render/within-time.ts';
import type { InputOf } from './inputs.ts';
import { ToolError } from './tool-error.ts';

/** Milliseconds: an agent waits for no more. */
const LONGEST = 10 * 60_000;

export interface Rendered {
  readonly pictures: readonly Picture[];
  /** Plain data: what was rendered, and in what it differs from the file. */
  readonly told: object;
}

export interface Renderer {
  readonly backend: Backend;
  readonly randomSeed: () => bigint;
}

/** Throws `ToolError` with what a person would have to do. */
export async function renderPreview(
  analysis: Analysis,
  { generation: id, draft, steps, seed, max_side: maxSide }: InputOf<'sweetspot_render'>,
  knowledge: Knowledge,
  { backend, randomSeed }: Renderer,
  signal: AbortSignal,
): Promise<Rendered> {
  const { generations } = analysis.reading;
  const generation = id === undefined ? generations[0] : generations.find((each) => each.id === id);
  if (!generation)
    throw new ToolError(
      generations.length === 0
        ? 'The text holds no generation: no step count with a prompt, model or sampler beside it was found.'
        : `There is no generation "${id}". There are: ${generations.map((each) => each.id).join(', ')}.`,
    );
  const prepared = await createPrepare(knowledge, randomSeed)(
    {
      generation,
      mode: draft ? 'draft' : 'configured',
      overrides: {
        ...(steps !== undefined && { inference_steps: String(steps) }),
        ...(seed !== undefined && { seed: String(seed) }),
      },
      models: {},
      paidNodesAllowed: false,
    },
    createSession(backend),
    { ...DEFAULT_LIMITS, maxSide },
    signal,
  );
  if ('question' in prepared)
    throw new ToolError(
      `The server has no model "${prepared.wanted}". It has: ${prepared.models.slice(0, 8).join(', ')}.`,
    );
  const pictures: Picture[] = [];
  let end: object = {};
  for await (const event of renderWithin(backend, prepared.request, LONGEST, signal)) {
    if (event.kind === 'picture') pictures.push(event.picture);
    else if (event.kind === 'failed') throw new ToolError(event.problem.message);
    else if (event.kind === 'cancelled') throw new ToolError('The render was cancelled.');
    else if (event.kind === 'done')
      end = { milliseconds: event.milliseconds, model_evaluations: event.modelEvaluations };
  }
  const { settings, warnings, changes } = prepared;
  const { kinds } = knowledge.data.backendKinds;
  return {
    pictures,
    told: {
      generation: generation.id,
      settings: settings.map(({ label, value, from }) => ({ label, value, from })),
      differs: [...warnings, ...changes],
      note: kinds.find(({ id: kind }) => kind === backend.kind)?.note ?? '',
      ...end,
    },
  };
}
