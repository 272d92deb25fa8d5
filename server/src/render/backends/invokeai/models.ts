/** The models that InvokeAI lists, `GET /api/v2/models/`, and how its graphs name them. */
import * as v from 'valibot';
import type { FileNames } from '../../../knowledge/file-names.ts';
import type { ServerModel } from '../../backend.ts';

/** A model in a graph: it is found by its key; the rest must be there (invokeai/app/invocations/model.py, ModelIdentifierField). */
const ModelSchema = v.object({
  key: v.string(),
  hash: v.string(),
  name: v.string(),
  base: v.string(),
  type: v.string(),
});
export type InvokeModel = v.InferOutput<typeof ModelSchema>;

/** Records of a kind that a later version may bring are left out, not a reason to fail. */
export const ModelsSchema = v.pipe(
  v.object({ models: v.array(v.fallback(v.nullable(ModelSchema), null)) }),
  v.transform(({ models }) => models.filter((model) => model !== null)),
);

/** Main models as they are offered to people: by their name, and its base where several have it. */
export function mainModels(models: readonly InvokeModel[]): readonly (ServerModel & { readonly model: InvokeModel })[] {
  const main = models.filter(({ type }) => type === 'main');
  return main.map((model) => ({
    name: main.some((other) => other !== model && other.name === model.name)
      ? `${model.name} (${model.base})`
      : model.name,
    // Its own are BLAKE3, which no file names.
    hashes: /^sha256:/i.test(model.hash) ? [model.hash.slice(7).toLowerCase()] : [],
    model,
  }));
}

/** The LoRA of a name for a base: by the very name, else the same file's. */
export function loraNamed(
  name: string,
  base: string,
  models: readonly InvokeModel[],
  files: FileNames,
): InvokeModel | null {
  const loras = models.filter((model) => model.type === 'lora' && model.base === base);
  return loras.find((lora) => lora.name === name) ?? loras.find((lora) => files.same(lora.name, name)) ?? null;
}
