/**
 * From a request to a job of stable-diffusion.cpp. The server passes over fields of the wrong type in silence, so that every
 * value is of the right one here; it clamps others while repeating what was asked, so that they are brought into range here.
 */
import { t } from '@vscode/l10n';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import type { RenderRequest } from '../../backend.ts';
import type { Settings } from '../shared/echo.ts';
import { Fitting } from '../shared/limits.ts';
import { allLoras, withoutTags } from '../shared/loras.ts';
import { chooseSampling } from '../shared/sampling.ts';
import { capabilitiesOf, NAME, type SdcppServer } from './capabilities.ts';

export interface SdcppJob {
  readonly body: Readonly<Record<string, unknown>>;
  readonly asked: Settings & { readonly width: number; readonly height: number; readonly seed: bigint };
  readonly warnings: readonly string[];
}

/** Writes the body of `POST /sdcpp/v1/img_gen`. Pure. */
export function composeJob(request: RenderRequest, server: SdcppServer, knowledge: Knowledge): SdcppJob {
  const { files } = knowledge;
  const fitting = new Fitting(NAME);
  const warnings: string[] = [];
  const { maxSide, maxSteps, maxSeed } = capabilitiesOf(server, knowledge);
  const steps = fitting.number('steps', Math.round(request.steps), 1, maxSteps ?? request.steps);
  const least = Math.max(server.limits?.min_width ?? 1, server.limits?.min_height ?? 1);
  const { width, height } = fitting.size(request, least, maxSide, 1);
  const seed = fitting.seed(request.seed, maxSeed);
  const { guidance, distilledGuidance, clipSkip } = request;
  const { sampler, schedule, ...sampling } = chooseSampling(
    request,
    {
      by: NAME,
      samplers: server.samplers.map((name) => ({ name, aliases: [] })),
      schedules: server.schedulers.map((name) => ({ name, aliases: [] })),
      names: 'sdcpp',
    },
    knowledge,
  );
  // Tags in prompts are not read by the server.
  const loras = allLoras(request.prompt, request.loras, files).flatMap(({ name, weight }) => {
    const lora = server.loras.find(({ name: own, path }) => files.same(own, name) || files.same(path, name));
    if (!lora) warnings.push(t`${NAME} has no LoRA ${name}: it is left out.`);
    return lora ? [{ path: lora.path, multiplier: weight }] : [];
  });
  if (request.model !== null && !files.same(request.model, server.model.name))
    warnings.push(
      t`${NAME} draws with the model it was started with (${server.model.name}), not with ${request.model}.`,
    );
  if (request.model === null) warnings.push(t`The file names no model: this is ${server.model.name}.`);
  return {
    body: {
      prompt: withoutTags(request.prompt),
      negative_prompt: request.negativePrompt,
      width,
      height,
      seed,
      batch_count: 1,
      ...(clipSkip !== null && { clip_skip: clipSkip }),
      lora: loras,
      sample_params: {
        sample_steps: steps,
        ...(sampler !== null && { sample_method: sampler }),
        ...(schedule !== null && { scheduler: schedule }),
        guidance: { txt_cfg: guidance, ...(distilledGuidance !== null && { distilled_guidance: distilledGuidance }) },
      },
      output_format: 'png',
    },
    asked: { steps, guidance, width, height, seed, sampler, schedule, model: null, clipSkip: null },
    warnings: [...warnings, ...fitting.warnings, ...sampling.warnings],
  };
}
