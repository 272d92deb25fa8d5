/** A request as the body of OpenAI's route for pictures, with the fields that one server takes beside OpenAI's own. */
import { t } from '@vscode/l10n';
import { put } from '../../../knowledge/own.ts';
import type { ImageServer } from '../../../knowledge/schema.ts';
import type { RenderRequest } from '../../backend.ts';
import { Fitting } from '../shared/limits.ts';

export interface Body {
  readonly json: Readonly<Record<string, unknown>>;
  /** What is drawn otherwise than asked, a sentence each. */
  readonly warnings: readonly string[];
  /** The seed that is sent; the request's own where the server takes none. */
  readonly seed: bigint;
}

/** The body for a server. A setting that it has no field for is named in one warning. */
export function bodyOf(request: RenderRequest, server: ImageServer): Body {
  const { fields, name } = server;
  const warnings: string[] = [];
  const left: string[] = [];
  const settings: Record<string, unknown> = {};
  const set = (what: string, names: readonly string[] | undefined, value: unknown): void => {
    if (!names) left.push(what);
    for (const field of names ?? []) put(settings, field, value);
  };

  const fitting = new Fitting(name);
  const seed = server.max_seed === undefined ? request.seed : fitting.seed(request.seed, BigInt(server.max_seed));
  const steps = fitting.number('steps', request.steps, 1, server.max_steps ?? Number.MAX_SAFE_INTEGER);
  const most = server.max_guidance ?? Number.POSITIVE_INFINITY;
  set('steps', fields.steps, steps);
  set('seed', fields.seed, seed);
  set('guidance', fields.guidance, fitting.number('guidance', request.guidance, 0, most));
  if (request.distilledGuidance !== null)
    set(
      t`distilled guidance`,
      fields.distilled_guidance,
      fitting.number(t`distilled guidance`, request.distilledGuidance, 0, most),
    );
  warnings.push(...fitting.warnings);
  if (request.clipSkip !== null && request.clipSkip > 1) set(t`CLIP skip`, fields.clip_skip, request.clipSkip);
  if (request.sampler) left.push('sampler');
  if (request.schedule) left.push('schedule');
  if (request.flowShift !== undefined) set(t`flow shift`, fields.flow_shift, request.flowShift);
  const [lora, ...more] = request.loras;
  if (lora) set('LoRAs', fields.lora, { name: lora.name, path: lora.name, scale: lora.weight });
  if (fields.lora && more.length > 0)
    warnings.push(t`${name} takes one LoRA: ${lora.name}. ${more.map((each) => each.name).join(', ')} left out.`);

  const { negative_prompt_after: divider } = server;
  let { prompt } = request;
  if (divider !== undefined) {
    const [positive, negative] = [request.prompt, request.negativePrompt].map((text) => text.replaceAll(divider, ','));
    if (positive !== request.prompt || negative !== request.negativePrompt)
      warnings.push(t`${name} takes ${divider} for the end of the prompt: commas stand in its place.`);
    prompt = negative.trim() === '' ? positive : `${positive}${divider}${negative}`;
  } else if (request.negativePrompt.trim() !== '')
    set(t`negative prompt`, fields.negative_prompt, request.negativePrompt);

  if (left.length > 0)
    warnings.push(
      t`${name} can't be told the ${list(left)}: it chooses for itself.${server.hint ? ` ${server.hint}` : ''}`,
    );
  if (request.model === null) warnings.push(t`No model is named: ${name} chooses one.`);
  return {
    json: {
      ...(request.model !== null && { model: request.model }),
      prompt,
      n: 1,
      size: `${request.width}x${request.height}`,
      response_format: 'b64_json',
      ...settings,
    },
    warnings,
    seed,
  };
}

function list(words: readonly string[]): string {
  return words.length === 1 ? words[0] : t`${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}
