/**
 * What the first file needs is made ready while the client takes in the answer to `initialize`: names are read, and a small file of
 * each kind goes the way that the first one will go, so that its code is compiled by then. Ends as soon as a file is open.
 */
import type { Work } from '../common/slices.ts';
import type { Service } from '../service/index.ts';
import type { Documents } from './documents.ts';

const GRAPH = `{
  "1": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "sd_xl_base_1.0.safetensors"}},
  "2": {"class_type": "CLIPTextEncode", "inputs": {"clip": ["1", 1], "text": "a lighthouse"}},
  "3": {"class_type": "EmptyLatentImage", "inputs": {"width": 1024, "height": 1024, "batch_size": 1}},
  "4": {"class_type": "KSampler", "inputs": {"model": ["1", 0], "positive": ["2", 0], "negative": ["2", 0],
    "latent_image": ["3", 0], "seed": 1, "steps": 200, "cfg": 6.5, "sampler_name": "euler", "scheduler": "normal", "denoise": 1}}
}`;

const JOBS = `jobs:
  - prompt: "a lighthouse"
    model: stabilityai/stable-diffusion-xl-base-1.0
    num_inference_steps: 200
    guidance_scale: 6.5
    width: 1024
    height: 1024
    seed: 1
  - prompt: "a harbour"
    model: black-forest-labs/FLUX.1-schnell
    num_inference_steps: 4
`;

/** One step at a time, with a turn for all else between. */
export async function warmUp(service: Service, documents: Pick<Documents, 'uris'>): Promise<void> {
  for (const work = steps(service); ; ) {
    // The answer that was given goes out first.
    await new Promise((resolve) => setTimeout(resolve));
    if (documents.uris().length > 0 || work.next().done) return;
  }
}

function* steps({ knowledge, open, findings }: Service): Work<void> {
  knowledge.model('', 'model');
  yield;
  knowledge.sampler('');
  yield;
  for (const [text, language] of [
    [GRAPH, 'json'],
    [JOBS, 'yaml'],
  ]) {
    const analysis = yield* open(text, language).analysis();
    yield;
    if (analysis) findings(analysis);
    yield;
  }
}
