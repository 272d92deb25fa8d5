/** Graphs for requests that have none, as the definitions of a real server would take them. */
import { expect, test } from 'vitest';
import type { ObjectInfo } from '../../server/src/render/backends/comfyui/graph.ts';
import { buildGraph } from '../../server/src/render/backends/comfyui/templates/index.ts';
import { faultsOf } from '../backends/comfyui/templates/validate.ts';
import { renderRequest } from '../backends/support.ts';
import { knowledge } from '../support/knowledge.ts';
import { loadGold } from './gold.ts';

const { objectInfo } = loadGold();
const { templates, files } = knowledge.data.comfyTemplates;
const names = Object.values(files).map(({ says }) => /[\w.-]+\.safetensors/.exec(says)?.[0] ?? says);

/** The server with a model, and every file that a template asks for, in the lists of these loaders. */
function serverWith(model: string, loaders: readonly string[]): ObjectInfo {
  const input = /^(clip_name\d?|text_encoder|vae_name|ckpt_name|unet_name)$/;
  const listed = (className: string) => {
    if (/^(VAE|CLIP)Loader$|CLIPLoader$/.test(className)) return names;
    // Loaders of a part of a checkpoint list what its own loader lists.
    return /^LTX/.test(className) ? [model, ...names] : [];
  };
  return new Map(
    [...objectInfo].map(([className, definition]) => {
      const choices = loaders.includes(className) ? [model, ...names] : listed(className);
      const inputs = definition.inputs.map((each) => (input.test(each.name) ? { ...each, choices } : each));
      return [className, { ...definition, inputs }];
    }),
  );
}

test.each(
  templates.flatMap(({ families, named = '', parts }) =>
    families.flatMap((family) =>
      (parts ? ['CheckpointLoaderSimple', 'UNETLoader'] : ['CheckpointLoaderSimple']).map(
        (loader) => [family, named, loader] as const,
      ),
    ),
  ),
)('%s %s by %s', (family, named, loader) => {
  const model = `model-${named}.safetensors`;
  const info = serverWith(model, [loader]);
  for (const guidance of [1, 4]) {
    const { graph } = buildGraph(renderRequest({ model, family, guidance, width: 512, height: 512 }), info, knowledge);
    expect(faultsOf(graph, info)).toEqual([]);
  }
});
