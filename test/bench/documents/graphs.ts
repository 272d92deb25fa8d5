/** ComfyUI graphs of many small pipelines: seven nodes each, as its editor exports them for its API and as it saves them. */
import { createJobs, describe, type HasFinding, type Job, type Made, MODEL, NEGATIVE } from './document.ts';

const NODES = 7;

/** One job as nodes `first` to `first + 6`; `[id, n]` is output n of node id. */
function apiPipeline(first: number, job: Job): object {
  const [model, positive, negative, latent, sampler, decode, save] = Array.from({ length: NODES }, (_, i) => first + i);
  const node = (class_type: string, title: string, inputs: object) => ({ inputs, class_type, _meta: { title } });
  const [width, height] = job.size;
  return {
    [model]: node('CheckpointLoaderSimple', 'Load Checkpoint', { ckpt_name: MODEL }),
    [positive]: node('CLIPTextEncode', 'CLIP Text Encode (Prompt)', { text: job.prompt, clip: [`${model}`, 1] }),
    [negative]: node('CLIPTextEncode', 'CLIP Text Encode (Prompt)', { text: NEGATIVE, clip: [`${model}`, 1] }),
    [latent]: node('EmptyLatentImage', 'Empty Latent Image', { width, height, batch_size: 1 }),
    [sampler]: node('KSampler', 'KSampler', {
      seed: job.seed,
      steps: job.steps,
      cfg: job.guidance,
      sampler_name: job.sampler,
      scheduler: 'karras',
      denoise: 1,
      model: [`${model}`, 0],
      positive: [`${positive}`, 0],
      negative: [`${negative}`, 0],
      latent_image: [`${latent}`, 0],
    }),
    [decode]: node('VAEDecode', 'VAE Decode', { samples: [`${sampler}`, 0], vae: [`${model}`, 2] }),
    [save]: node('SaveImage', 'Save Image', { filename_prefix: `render/${job.seed}`, images: [`${decode}`, 0] }),
  };
}

export function apiGraph(pipelines: number, indent = 2, hasFinding?: HasFinding): Made {
  const parts = createJobs(pipelines, hasFinding).map((job, i) => apiPipeline(1 + i * NODES, job));
  return describe(JSON.stringify(Object.assign({}, ...parts), null, indent), pipelines, hasFinding);
}

/** Every third pipeline has a finding. */
export function graphOfFindings(pipelines: number): Made {
  return apiGraph(pipelines, 2, (index) => index % 3 === 0);
}

type Link = [id: number, from: number, output: number, to: number, input: number, type: string];

export function savedWorkflow(pipelines: number): Made {
  const nodes: object[] = [];
  const links: Link[] = [];
  createJobs(pipelines).forEach((job, i) => {
    addPipeline(1 + i * NODES, job, nodes, links);
  });
  const file = {
    last_node_id: nodes.length,
    last_link_id: links.length,
    nodes,
    links,
    groups: [],
    config: {},
    extra: { ds: { scale: 1, offset: [0, 0] } },
    version: 0.4,
  };
  return describe(JSON.stringify(file, null, 2), pipelines);
}

/** The same seven nodes and nine links as the editor saves them: widgets as a list of values, links in a list of their own. */
function addPipeline(first: number, job: Job, nodes: object[], links: Link[]): void {
  const [model, positive, negative, latent, sampler, decode, save] = Array.from({ length: NODES }, (_, i) => first + i);
  const start = links.length;
  const wire = (from: number, output: number, to: number, input: number, type: string) =>
    links.push([links.length + 1, from, output, to, input, type]);
  wire(model, 0, sampler, 0, 'MODEL');
  wire(model, 1, positive, 0, 'CLIP');
  wire(model, 1, negative, 0, 'CLIP');
  wire(model, 2, decode, 1, 'VAE');
  wire(positive, 0, sampler, 1, 'CONDITIONING');
  wire(negative, 0, sampler, 2, 'CONDITIONING');
  wire(latent, 0, sampler, 3, 'LATENT');
  wire(sampler, 0, decode, 0, 'LATENT');
  wire(decode, 0, save, 0, 'IMAGE');
  const wired = links.slice(start);

  const node = (id: number, type: string, inputs: string[], outputs: string[], widgets_values: unknown[]) =>
    nodes.push({
      id,
      type,
      pos: [(id % NODES) * 360, Math.floor(id / NODES) * 520],
      size: [315, 262],
      flags: {},
      order: id - 1,
      mode: 0,
      inputs: inputs.map((name, input) => {
        const [link, , , , , type] = wired.find(([, , , to, at]) => to === id && at === input) ?? [
          null,
          0,
          0,
          0,
          0,
          '*',
        ];
        return { name, type, link };
      }),
      outputs: outputs.map((name, slot_index) => ({
        name,
        type: name,
        links: wired.filter(([, from, output]) => from === id && output === slot_index).map(([link]) => link),
        slot_index,
      })),
      properties: { 'Node name for S&R': type },
      widgets_values,
    });
  node(model, 'CheckpointLoaderSimple', [], ['MODEL', 'CLIP', 'VAE'], [MODEL]);
  node(positive, 'CLIPTextEncode', ['clip'], ['CONDITIONING'], [job.prompt]);
  node(negative, 'CLIPTextEncode', ['clip'], ['CONDITIONING'], [NEGATIVE]);
  node(latent, 'EmptyLatentImage', [], ['LATENT'], [...job.size, 1]);
  const inputs = ['model', 'positive', 'negative', 'latent_image'];
  const widgets = [job.seed, 'fixed', job.steps, job.guidance, job.sampler, 'karras', 1];
  node(sampler, 'KSampler', inputs, ['LATENT'], widgets);
  node(decode, 'VAEDecode', ['samples', 'vae'], ['IMAGE'], []);
  node(save, 'SaveImage', ['images'], [], [`render/${job.seed}`]);
}
