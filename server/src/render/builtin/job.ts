/** One render as the events a backend answers with. Runs in the worker; everything it needs comes in. */
import { t } from '@vscode/l10n';
import type { RenderEvent } from '../backend.ts';
import { drawCaption } from './caption.ts';
import type { Engine } from './engine.ts';
import { toPicture } from './picture.ts';
import { understoodWords } from './prompt.ts';
import type { LandRequest } from './request.ts';
import type { Scenes } from './scenes-schema.ts';

/** Pixels of a preview's longer side at most. */
const PREVIEW_SIDE = 256;

/** Milliseconds between previews at least: 20 a second is as many as anyone sees. */
const PREVIEW_PAUSE = 50;

export interface JobContext {
  readonly engine: Engine;
  readonly scenes: Scenes;
  /** Asked before every step. */
  readonly aborted: () => boolean;
  /** Milliseconds, from any start. */
  readonly now: () => number;
}

/** The events of a render, ending with exactly one terminal one. Never throws. */
export function* renderEvents(request: LandRequest, context: JobContext): Generator<RenderEvent, void, void> {
  try {
    yield* understanding(request.prompt, context.scenes);
    yield* rendering(request, context);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = t`The built-in model failed: ${reason}.`;
    yield { kind: 'failed', problem: { code: 'server', message, places: [], detail: null } };
  }
}

function* rendering(request: LandRequest, context: JobContext): Generator<RenderEvent, void, void> {
  const { engine, scenes, aborted, now } = context;
  const description = scenes.texts.description;
  const begun = now();
  let lastPreview = Number.NEGATIVE_INFINITY;
  const steps = engine.render(request);
  for (;;) {
    if (aborted()) {
      yield { kind: 'cancelled' };
      return;
    }
    const turn = steps.next();
    if (turn.done) {
      const { pixels, modelEvaluations } = turn.value;
      drawCaption(pixels, scenes.caption);
      yield { kind: 'picture', picture: toPicture(pixels, description), seed: request.seed };
      yield { kind: 'done', milliseconds: now() - begun, modelEvaluations };
      return;
    }
    const { done, total, preview } = turn.value;
    yield { kind: 'step', done, total };
    if (now() - lastPreview >= PREVIEW_PAUSE && done < total) {
      lastPreview = now();
      yield { kind: 'preview', picture: toPicture(preview(PREVIEW_SIDE), description) };
    }
  }
}

/** Says which words of a prompt count, as all others do nothing here. */
function* understanding(prompt: string, scenes: Scenes): Generator<RenderEvent, void, void> {
  if (prompt.trim() === '') return;
  const words = understoodWords(prompt, scenes);
  const { nothingUnderstood, understood } = scenes.texts;
  const text = words.length === 0 ? nothingUnderstood : understood.replace('{words}', words.join(', '));
  yield { kind: 'warning', text };
}
