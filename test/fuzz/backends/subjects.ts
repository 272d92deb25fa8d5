/** A scripted server of every kind of backend, and what it knows of the jobs that it was given. */
import type { RenderRequest } from '../../../server/src/render/backend.ts';
import { BACKEND_KINDS } from '../../../server/src/render/backends/kinds.ts';
import { type Script as SdapiScript, startSdapi } from '../../backends/a1111/server.ts';
import { txt2img } from '../../backends/comfyui/definitions.ts';
import { type ComfyScript, endlessRun, startComfy } from '../../backends/comfyui/server.ts';
import { startInvoke } from '../../backends/invokeai/server.ts';
import { type Product as ImageProduct, startImageServer } from '../../backends/openai/server.ts';
import { startSdcpp } from '../../backends/sdcpp/server.ts';
import { renderRequest } from '../../backends/support.ts';
import { healthyFrames, startSwarm } from '../../backends/swarmui/server.ts';

export interface Server {
  readonly url: URL;
  /** Renders that it was asked for. */
  taken(): number;
  /** Of those, the ones that still wait or run, and that it could have been told to leave. */
  left(): number;
  stop(): Promise<void>;
}

export interface Subject {
  /** Of `BACKEND_KINDS`. */
  readonly kind: string;
  readonly request: RenderRequest;
  /** `endless`: it renders until it is told to stop. */
  start(endless: boolean): Promise<Server>;
}

const small = renderRequest({ width: 128, height: 128 });
const overrides = [{ node: '3', input: 'steps', value: 4, says: 'steps 30 → 4' }];
const graph = renderRequest({ graph: { format: 'api', json: txt2img(), sampler: '3', overrides } });

const comfy = (script: ComfyScript): Subject => ({
  kind: 'comfyui',
  request: graph,
  start: async (endless) => {
    const server = await startComfy({ ...script, ...(endless && { run: endlessRun }) });
    return {
      url: server.url,
      taken: () => server.jobs.length,
      left: () => server.waiting.length + (server.running ? 1 : 0),
      stop: () => server.stop(),
    };
  },
});

const sdapi = (kind: string, script: SdapiScript): Subject => ({
  kind,
  request: small,
  start: async (endless) => {
    const server = await startSdapi({ ...script, scenario: endless ? 'endless' : 'healthy' });
    // Only those that tell of tasks can be told to stop one.
    const stops = kind === 'a1111' && script.product !== 'sdnext' && !script.headless;
    return {
      ...server,
      taken: () => server.bodies.length,
      left: () => (endless && stops && server.bodies.length > 0 && server.interrupted.length === 0 ? 1 : 0),
    };
  },
});

export const SUBJECTS: Readonly<Record<string, Subject>> = {
  ComfyUI: comfy({}),
  'ComfyUI of 2026': comfy({ cancelsJobs: true }),
  AUTOMATIC1111: sdapi('a1111', { product: 'a1111' }),
  'AUTOMATIC1111 before 1.9': sdapi('a1111', { product: 'a1111', old: true }),
  'AUTOMATIC1111 without pages': sdapi('a1111', { product: 'a1111', headless: true }),
  Forge: sdapi('a1111', { product: 'forge' }),
  reForge: sdapi('a1111', { product: 'reforge' }),
  'SD.Next': sdapi('a1111', { product: 'sdnext' }),
  KoboldCpp: sdapi('koboldcpp', { product: 'koboldcpp' }),
  'Draw Things': sdapi('drawthings', { product: 'drawthings' }),
  SwarmUI: {
    kind: 'swarmui',
    request: renderRequest({ model: 'OfficialStableDiffusion/sd_xl_base_1.0.safetensors' }),
    start: async (endless) => {
      const server = await startSwarm(endless ? { frames: (body) => healthyFrames(body).slice(0, 5) } : {});
      const sessions = (route: string) =>
        server.bodies.flatMap((asked) => (asked.route === route ? [asked.body.session_id] : []));
      return {
        url: server.url,
        stop: server.stop,
        taken: () => sessions('GenerateText2ImageWS').length,
        left: () =>
          endless ? sessions('GenerateText2ImageWS').filter((id) => !sessions('InterruptAll').includes(id)).length : 0,
      };
    },
  },
  InvokeAI: {
    kind: 'invokeai',
    request: renderRequest({ model: 'dreamshaper' }),
    start: async (endless) => {
      const server = await startInvoke(endless ? { outcome: 'running' } : {});
      return {
        url: server.url,
        stop: server.stop,
        taken: () => server.batches.length,
        left: () =>
          server.batches.filter(
            ({ destination }) =>
              endless &&
              !server.asked.some((line) => line.endsWith(`cancel_by_destination?destination=${destination}`)),
          ).length,
      };
    },
  },
  'stable-diffusion.cpp': {
    kind: 'sdcpp',
    request: small,
    start: async (endless) => {
      const server = await startSdcpp({ scenario: endless ? 'endless' : 'healthy' });
      // It names jobs itself, and draws to its end what it has begun.
      return { url: server.url, stop: server.stop, taken: () => server.bodies.length, left: () => 0 };
    },
  },
  LocalAI: imageServer('localai', 'sd-1.5'),
  'vLLM-Omni': imageServer('vllm', 'Qwen/Qwen-Image'),
  SGLang: imageServer('sglang', 'Qwen/Qwen-Image'),
  'OpenAI-style': imageServer('openai', 'some-diffusion'),
};

const missing = BACKEND_KINDS.filter(({ kind }) => !Object.values(SUBJECTS).some((subject) => subject.kind === kind));
if (missing.length > 0) throw new Error(`No fault is tried before ${missing.map(({ name }) => name).join(', ')}.`);

function imageServer(product: ImageProduct, model: string): Subject {
  return {
    kind: product,
    request: renderRequest({ width: 128, height: 128, model }),
    start: async (endless) => {
      const server = await startImageServer(product, { endless });
      let open = 0;
      void server.begun.then(() => {
        open += 1;
      });
      void server.brokenOff.then(() => {
        open = 0;
      });
      return {
        url: server.url,
        stop: server.stop,
        taken: () => server.bodies.length,
        // What ends its job is the end of the connection.
        left: () => (endless ? open : 0),
      };
    },
  };
}
