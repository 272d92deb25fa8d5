/** From a request to the body of txt2img, as a product takes it. What it can't take is said, never dropped silently. */

import { t } from '@vscode/l10n';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import { isObject, own, put } from '../../../knowledge/own.ts';
import type { SdapiProduct } from '../../../knowledge/schema.ts';
import type { RenderRequest } from '../../backend.ts';
import type { Settings } from '../shared/echo.ts';
import { Fitting } from '../shared/limits.ts';
import { allLoras, type Lora, lorasIn, withoutTags, withTags } from '../shared/loras.ts';
import { chooseSampling } from '../shared/sampling.ts';
import type { Lists } from './lists.ts';

export interface Composed {
  readonly body: Readonly<Record<string, unknown>>;
  /** What is asked for, to be compared with what comes. */
  readonly asked: Settings & {
    readonly steps: number;
    readonly width: number;
    readonly height: number;
    readonly seed: bigint;
  };
  /** Sentences for people. */
  readonly warnings: readonly string[];
}

export interface Circumstances {
  readonly product: SdapiProduct;
  readonly lists: Lists;
  /** As the server lists it; `null`: it renders with the one it has. */
  readonly model: string | null;
  /** By which progress is asked for. */
  readonly task: string;
}

type Field = keyof SdapiProduct['fields'];

/** Writes the body. Pure. */
export function composeBody(request: RenderRequest, circumstances: Circumstances, knowledge: Knowledge): Composed {
  const { product, lists, model, task } = circumstances;
  const { fields, limits, name: by } = product;
  const { files } = knowledge;
  const fitting = new Fitting(by);
  const warnings: string[] = [];
  const body: Record<string, unknown> = structuredClone(product.always);
  /** Puts a value in its place. `lost`: what to say where the product has none. */
  const put = (field: Field, value: unknown, lost?: string): void => {
    const path = fields[field];
    if (path !== undefined) putAt(body, path.split('.'), value);
    else if (lost !== undefined) warnings.push(lost);
  };

  const steps = fitting.number('steps', request.steps, 1, limits.steps ?? Number.POSITIVE_INFINITY);
  const [least, most] = limits.guidance ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const oneGuidance = fields.distilled_guidance === fields.guidance;
  const wanted = oneGuidance && request.distilledGuidance !== null ? request.distilledGuidance : request.guidance;
  const guidance = fitting.number('guidance', wanted, least, most);
  const { width, height } = limits.side
    ? fitting.size(request, limits.side.min, limits.side.max, limits.side.multiple_of)
    : request;
  const seed = fitting.seed(request.seed, BigInt(limits.seed));
  const sampling = chooseSampling(
    request,
    { by, samplers: lists.samplers, schedules: lists.schedules, names: product.sampler_names },
    knowledge,
  );

  put('prompt', request.prompt);
  putLoras();
  put('negative_prompt', request.negativePrompt, request.negativePrompt && t`${by} takes no negative prompt.`);
  put('steps', steps);
  put('guidance', guidance);
  if (request.distilledGuidance !== null && !oneGuidance)
    put('distilled_guidance', request.distilledGuidance, t`${by} can't be told the guidance of a distilled model.`);
  put('width', width);
  put('height', height);
  put('seed', seed);
  if (sampling.sampler !== null) put('sampler', sampling.sampler);
  if (sampling.schedule !== null) put('schedule', sampling.schedule);
  if (model !== null) put('model', model);
  const clipSkip =
    request.clipSkip === null
      ? null
      : fitting.number(t`CLIP skip`, request.clipSkip, 1, limits.clip_skip ?? Number.POSITIVE_INFINITY);
  if (clipSkip !== null)
    put('clip_skip', clipSkip, clipSkip > 1 ? t`${by} can't be told to skip CLIP layers.` : undefined);
  put('task', task);

  const { sampler, schedule } = sampling;
  return {
    body,
    asked: { steps, guidance, width, height, seed, sampler, schedule, model, clipSkip },
    warnings: [...warnings, ...fitting.warnings, ...sampling.warnings],
  };

  /** Those that the server lacks are left out: it would pass over them in silence. */
  function putLoras(): void {
    if (product.loras === 'in-prompt') {
      for (const { name } of lorasIn(request.prompt)) if (lists.loras && !offered(name)) warnings.push(lacks(name));
      const beside = request.loras.filter(
        ({ name }) => !lorasIn(request.prompt).some((tag) => files.same(tag.name, name)),
      );
      put('prompt', withTags(request.prompt, beside.flatMap(found), files));
      return;
    }
    const { name: nameKey, weight: weightKey, always } = product.loras;
    const loras = allLoras(request.prompt, request.loras, files).flatMap(found);
    put('prompt', withoutTags(request.prompt));
    if (loras.length > 0)
      put(
        'loras',
        loras.map(({ name, weight }) => ({ ...always, [nameKey]: name, [weightKey]: weight })),
      );
  }

  function offered(name: string) {
    return lists.loras?.find((lora) => files.same(lora.name, name) || files.same(lora.path, name));
  }

  function found({ name, weight }: Lora): Lora[] {
    const lora = offered(name);
    const known = lists.loras ? lora : new RegExp(product.model_names ?? '').test(name);
    if (!known) {
      warnings.push(lacks(name));
      return [];
    }
    return [{ name: lora ? (product.loras === 'in-prompt' ? lora.name : lora.path) : name, weight }];
  }

  function lacks(name: string): string {
    return t`${by} has no LoRA ${name}: it is left out.`;
  }
}

function putAt(object: Record<string, unknown>, [key, ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    put(object, key, value);
    return;
  }
  const inner = own(object, key);
  const next: Record<string, unknown> = isObject(inner) ? { ...inner } : {};
  put(object, key, next);
  putAt(next, rest, value);
}
