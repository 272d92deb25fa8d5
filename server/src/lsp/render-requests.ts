/** The custom requests around renders: plan, start, cancel. */

import * as v from 'valibot';
import { type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Generation } from '../dialects/generation.ts';
import { generationAt } from '../features/analysis.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Backend } from '../render/backend.ts';
import { PlanError, planRender, planSteps, type RenderMode } from '../render/plan.ts';
import { type Subject, subjectOf } from '../rules/subject.ts';
import type { Documents } from './documents.ts';
import { CANCEL_RENDER, RENDER, RENDER_EVENT, type RenderEventParams, type RenderPlan } from './messages.ts';
import { createRenders } from './renders.ts';

const RenderParamsSchema = v.object({
  renderId: v.string(),
  textDocument: v.object({ uri: v.string() }),
  position: v.object({ line: v.number(), character: v.number() }),
  mode: v.picklist(['draft', 'configured']),
});
const CancelParamsSchema = v.object({ renderId: v.string() });

export interface RenderServices {
  readonly backend: Backend;
  /** One honest sentence about the backend's pictures. */
  readonly backendNote: string;
  /** Longest side it draws, pixels. */
  readonly maxSide: number;
  readonly randomSeed: () => bigint;
}

export function serveRenders(
  connection: Connection,
  documents: Documents,
  knowledge: Knowledge,
  services: RenderServices,
): void {
  const renders = createRenders((renderId, event) => {
    const params: RenderEventParams = { renderId, event };
    void connection.sendNotification(RENDER_EVENT, params);
  });

  connection.onRequest(RENDER, (raw: unknown): RenderPlan | ResponseError => {
    const params = v.safeParse(RenderParamsSchema, raw);
    if (!params.success) return refuse(`${RENDER}: ${params.issues[0].message}`);
    const { renderId, textDocument, position, mode } = params.output;
    const open = documents.analysis(textDocument.uri);
    if (!open) return refuse('This file is not open in the editor, or it is too large to be sent to extensions.');
    const { analysis } = open;
    const generation = generationAt(analysis, analysis.lines.offset(position.line, position.character));
    if (!generation) {
      return refuse(
        'There is nothing to render in this file: no generation settings with a step count were found. A prompt, a model or a sampler beside the step count makes them recognisable.',
      );
    }
    const subject = subjectOf(generation, knowledge);
    try {
      const plan = planRender(generation, subject, knowledge, {
        mode,
        randomSeed: services.randomSeed,
        maxSide: services.maxSide,
      });
      // Events follow the answer: the client learns of the render before its first step.
      setImmediate(() => renders.start(renderId, services.backend, plan.request));
      const line = analysis.lines.position(generation.range.start).line + 1;
      return {
        title: `${subject.name ?? 'Generation'}, line ${line}`,
        backend: {
          kind: services.backend.kind,
          name: services.backend.name,
          address: services.backend.address?.href ?? null,
          note: services.backendNote,
        },
        mode,
        settings: plan.settings,
        changes: [],
        warnings: plan.warnings,
        width: plan.request.width,
        height: plan.request.height,
        steps: plan.request.steps,
        seed: plan.request.seed.toString(),
        seedIsDrawn: plan.seedIsDrawn,
        counts: countsOf(generation, subject, knowledge),
      };
    } catch (error) {
      if (error instanceof PlanError) return refuse(error.message);
      throw error;
    }
  });

  connection.onNotification(CANCEL_RENDER, (raw: unknown) => {
    const params = v.safeParse(CancelParamsSchema, raw);
    if (params.success) renders.cancel(params.output.renderId);
  });

  connection.onShutdown(() => {
    renders.cancelAll();
    services.backend.dispose();
  });
}

function countsOf(generation: Generation, subject: Subject, knowledge: Knowledge): RenderPlan['counts'] {
  const count = (mode: RenderMode) => {
    try {
      return { [mode]: planSteps(generation, subject, knowledge, mode).steps };
    } catch {
      return {}; // not plannable: the button says so when pressed
    }
  };
  return { ...count('draft'), ...count('configured') };
}

function refuse(message: string): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}
