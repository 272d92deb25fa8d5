/** A request as parameters of SwarmUI: their ids are the names on its page, lower case, letters only (src/Text2Image/T2IParamTypes.cs). */
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import type { ListedNames, RenderRequest } from '../../backend.ts';
import { NOTHING_SAID, type Settings } from '../shared/echo.ts';
import { Fitting, limitsOf, mostOf } from '../shared/limits.ts';
import { allLoras, withoutTags } from '../shared/loras.ts';
import { chooseSampling } from '../shared/sampling.ts';

export const NAME = 'SwarmUI';

/** The server's own names, of its parameters `sampler` and `scheduler`: those of ComfyUI, which it runs, and a few more. */
export interface SwarmNames extends ListedNames {
  readonly samplers: readonly string[];
  readonly schedules: readonly string[];
}

export interface Parameters {
  /** The body of the render, but for the session. */
  readonly body: Readonly<Record<string, unknown>>;
  /** What it asks for, to compare with what is drawn. */
  readonly asked: Settings & { readonly width: number; readonly height: number; readonly seed: bigint };
  /** What is drawn otherwise than the request says, a sentence each. */
  readonly warnings: readonly string[];
}

/** A moving picture of frames that can be looked through and measured, which its usual H.264 can not. */
const VIDEO_FORMAT = 'webp';

/** Nothing is kept on the server: the picture comes as data, and no file is saved. */
export function parametersOf(
  request: RenderRequest,
  model: string,
  names: SwarmNames,
  knowledge: Knowledge,
): Parameters {
  const fitting = new Fitting(NAME);
  const { maxSteps, maxSeed } = mostOf('swarmui', knowledge);
  const steps = fitting.number('steps', request.steps, 1, maxSteps ?? request.steps);
  const guidance = fitting.number(
    'guidance',
    request.guidance,
    0,
    limitsOf('swarmui', knowledge.data).guidance?.max ?? Infinity,
  );
  const seed = fitting.seed(request.seed, maxSeed);
  const offered = (list: readonly string[]) => list.map((name) => ({ name, aliases: [] }));
  const { sampler, schedule, warnings } = chooseSampling(
    request,
    { by: NAME, samplers: offered(names.samplers), schedules: offered(names.schedules), names: 'comfyui' },
    knowledge,
  );
  const { width, height, clipSkip } = request;
  const family = knowledge.data.models.find(({ id }) => id === request.family);
  const isVideo = request.frames !== undefined || family?.kind === 'video';
  const loras = allLoras(request.prompt, request.loras, knowledge.files);
  return {
    body: {
      images: 1,
      donotsave: true,
      prompt: withoutTags(request.prompt),
      negativeprompt: request.negativePrompt,
      model,
      width,
      height,
      steps,
      cfgscale: guidance,
      seed,
      ...(request.distilledGuidance !== null && { fluxguidancescale: request.distilledGuidance }),
      ...(sampler !== null && { sampler }),
      ...(schedule !== null && { scheduler: schedule }),
      ...(loras.length > 0 && { loras: loras.map(({ name }) => name), loraweights: loras.map(({ weight }) => weight) }),
      ...(clipSkip !== null && clipSkip > 1 && { clipstopatlayer: -clipSkip }),
      ...(isVideo && { videoformat: VIDEO_FORMAT }),
      ...(request.frames !== undefined && { text2videoframes: request.frames }),
    },
    asked: { ...NOTHING_SAID, steps, guidance, seed, sampler, schedule, model, width, height },
    warnings: [...fitting.warnings, ...warnings],
  };
}
