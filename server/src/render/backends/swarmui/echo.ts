/** What SwarmUI says it drew, in the metadata of a picture (src/Text2Image/T2IParamInput.cs), against what it was asked for. */
import * as v from 'valibot';
import { parseJson } from '../json.ts';

const value = v.union([v.string(), v.number(), v.bigint()]);
const EchoSchema = v.object({
  sui_image_params: v.record(v.string(), v.unknown()),
  sui_extra_data: v.optional(v.object({ unused_parameters: v.fallback(v.array(v.string()), []) })),
});

/** Id, and the name for people. A value that is not echoed was left to the server or is its default. */
const COMPARED: readonly (readonly [string, string])[] = [
  ['model', 'model'],
  ['steps', 'steps'],
  ['cfgscale', 'guidance'],
  ['fluxguidancescale', 'FLUX guidance'],
  ['sampler', 'sampler'],
  ['scheduler', 'schedule'],
  ['clipstopatlayer', 'CLIP layer'],
  ['width', 'width'],
  ['height', 'height'],
];

/** What was drawn otherwise than asked, a sentence each: matched to a near name, clamped, or without effect for this model. */
export function differences(asked: Readonly<Record<string, unknown>>, metadata: string | null): string[] {
  let echo: v.InferOutput<typeof EchoSchema>;
  try {
    echo = v.parse(EchoSchema, parseJson(metadata ?? ''));
  } catch {
    return []; // metadata may be switched off
  }
  const unused = new Set(echo.sui_extra_data?.unused_parameters);
  return COMPARED.flatMap(([id, name]) => {
    if (asked[id] === undefined) return [];
    if (unused.has(id)) return [`SwarmUI did not use the ${name} (${asked[id]}) for this model.`];
    const drawn = v.safeParse(value, echo.sui_image_params[id]);
    return drawn.success && !same(drawn.output, asked[id])
      ? [`Drawn with ${name} ${drawn.output} instead of ${asked[id]}.`]
      : [];
  });
}

/** Models are echoed without `.safetensors`. */
function same(drawn: string | number | bigint, asked: unknown): boolean {
  const plain = (text: unknown) => String(text).replace(/\.safetensors$/, '');
  return plain(drawn) === plain(asked) || (typeof asked === 'number' && Number(drawn) === asked);
}
