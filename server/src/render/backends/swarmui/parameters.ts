/** A request as parameters of SwarmUI: their ids are the names on its page, lower case, letters only (src/Text2Image/T2IParamTypes.cs). */
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import type { Choice, RenderRequest } from '../../backend.ts';

/** The server's own names, of its parameters `sampler` and `scheduler`. */
export interface SwarmNames {
  readonly samplers: readonly string[];
  readonly schedules: readonly string[];
}

export interface Parameters {
  /** The body of the render, but for the session. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly seed: bigint;
  /** What is drawn otherwise than asked. */
  readonly warnings: readonly string[];
}

/** Largest seed: a signed 64-bit integer. */
export const MAX_SEED = 2n ** 63n - 1n;

/** Nothing is kept on the server: the picture comes as data, and no file is saved. */
export function parametersOf(
  request: RenderRequest,
  model: string,
  names: SwarmNames,
  knowledge: Knowledge,
): Parameters {
  const warnings: string[] = [];
  const named = (
    what: string,
    choice: RenderRequest['sampler'],
    list: readonly string[],
    know: Knowledge['sampler' | 'schedule'],
  ) => {
    if (!choice) return undefined;
    const name = listedName(choice, list, know);
    if (name === null)
      warnings.push(`SwarmUI has no ${what} "${choice.written}": it is drawn with the server's default.`);
    return name ?? undefined;
  };
  const seed = BigInt.asUintN(63, request.seed);
  if (seed !== request.seed) warnings.push(`The seed ${request.seed} is too large for SwarmUI: ${seed} is used.`);
  return {
    body: {
      images: 1,
      donotsave: true,
      prompt: request.prompt,
      negativeprompt: request.negativePrompt,
      model,
      width: request.width,
      height: request.height,
      steps: request.steps,
      cfgscale: request.guidance,
      fluxguidancescale: request.distilledGuidance ?? undefined,
      seed,
      sampler: named('sampler', request.sampler, names.samplers, knowledge.sampler),
      scheduler: named('schedule', request.schedule, names.schedules, knowledge.schedule),
      ...(request.loras.length > 0 && {
        loras: request.loras.map(({ name }) => name),
        loraweights: request.loras.map(({ weight }) => weight),
      }),
      clipstopatlayer: request.clipSkip !== null && request.clipSkip > 1 ? -request.clipSkip : undefined,
    },
    seed,
    warnings,
  };
}

/**
 * The server's own name for a choice: as the file writes it, else the first in the list that is known to be the same
 * (`know`: knowledge.sampler or knowledge.schedule). `null` when the server lists no such one.
 */
function listedName(
  choice: Choice,
  names: readonly string[],
  know: (name: string) => { readonly id: string } | null,
): string | null {
  const written = choice.written.toLowerCase();
  return (
    names.find((name) => name === choice.written) ??
    names.find((name) => name.toLowerCase() === written) ??
    (choice.id === null ? undefined : names.find((name) => know(name)?.id === choice.id)) ??
    null
  );
}
