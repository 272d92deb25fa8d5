/** What SwarmUI says of a picture, in its metadata (src/Text2Image/T2IParamInput.cs). */
import * as v from 'valibot';
import { NOTHING_SAID, type Settings } from '../shared/echo.ts';
import { parseJson } from '../shared/json.ts';

const text = v.fallback(v.nullish(v.string(), null), null);
const number = v.fallback(v.nullish(v.number(), null), null);
const EchoSchema = v.object({
  sui_image_params: v.object({
    model: text,
    steps: number,
    cfgscale: number,
    seed: number,
    sampler: text,
    scheduler: text,
  }),
  sui_extra_data: v.fallback(v.object({ unused_parameters: v.array(v.string()) }), { unused_parameters: [] }),
});

export interface Echo {
  readonly drawn: Settings;
  /** Ids of parameters that had no effect. */
  readonly unused: readonly string[];
}

/** Reads it. Says nothing where the metadata are switched off, or of another form. */
export function readEcho(metadata: string | null): Echo {
  try {
    const { sui_image_params: params, sui_extra_data: extra } = v.parse(EchoSchema, parseJson(metadata ?? ''));
    return {
      drawn: {
        ...NOTHING_SAID,
        model: params.model,
        steps: params.steps,
        guidance: params.cfgscale,
        // Digits beyond a double's are lost on the way.
        seed: Number.isSafeInteger(params.seed) ? BigInt(params.seed ?? 0) : null,
        sampler: params.sampler,
        schedule: params.scheduler,
      },
      unused: extra.unused_parameters,
    };
  } catch {
    return { drawn: NOTHING_SAID, unused: [] };
  }
}
