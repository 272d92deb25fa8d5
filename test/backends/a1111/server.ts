/**
 * Scripted servers of `/sdapi/v1`, by product: AUTOMATIC1111 and those after it draw one picture after the other, know tasks by
 * their ids and stop whatever runs when told; KoboldCpp and Draw Things answer and no more. A step is done whenever progress is
 * asked for, so that no test waits for a clock.
 */
import type { ServerResponse } from 'node:http';
import { type Asked, base64, gate, png, sendHtml, sendInPieces, sendJson, startServer } from '../support.ts';
import {
  DIGEST,
  type Job,
  OLD_SAMPLERS,
  OTHERS_STEPS,
  SAMPLERS,
  SCHEDULES,
  type Script,
  type Scripted,
  UNWATCHED,
} from './script.ts';

export * from './script.ts';

/** Starts one. */
export async function startSdapi(script: Script): Promise<Scripted> {
  const { product, scenario = 'healthy' } = script;
  const isWebUi = product !== 'koboldcpp' && product !== 'drawthings';
  const bodies: Record<string, unknown>[] = [];
  const asked: string[] = [];
  const interrupted: string[] = [];
  const begun = gate();
  const queue: Job[] = [];
  const finished: string[] = [];
  let preview = 0;
  let models: readonly string[] = ['sd_xl_base_1.0.safetensors', 'people/dreamshaper.safetensors'];
  if (script.busy) queue.push({ task: 'other', name: 'task(other)', steps: OTHERS_STEPS, step: 10, end: () => {} });

  const running = (): Job | undefined => queue[0];
  const end = (job: Job | undefined): void => {
    if (!job || !queue.includes(job)) return;
    queue.splice(queue.indexOf(job), 1);
    finished.push(job.task);
    job.end();
  };
  /** Whoever looks moves it on. */
  const advance = (): void => {
    const job = running();
    if (!job || job.task === 'other') return;
    if (scenario === 'endless' || scenario === 'deaf') job.step = Math.min(job.step + 1, 1);
    else if (job.step < job.steps) job.step += 1;
    else end(job);
  };

  const server = await startServer(async (request, response) => {
    asked.push(`${request.method} ${request.path}`);
    if (script.answer?.(request, response)) return;
    const send = (json: unknown, status = 200): Promise<void> | void =>
      scenario === 'slow-pieces'
        ? sendInPieces(response, Buffer.from(JSON.stringify(json)), 'application/json')
        : sendJson(response, json, status);
    if (scenario === 'another-product') return sendHtml(response);
    if (scenario === 'redirects')
      return void response.writeHead(302, { location: new URL(request.path, script.elsewhere).href }).end();
    if (scenario === 'locked') {
      response.setHeader('www-authenticate', 'Basic');
      return sendJson(response, { detail: 'Not authenticated' }, 401);
    }
    switch (`${request.method} ${request.path}`) {
      case 'POST /sdapi/v1/txt2img':
        return draw(request, response, send);
      case 'GET /sdapi/v1/samplers':
        if (product !== 'drawthings')
          return send(
            (script.old ? OLD_SAMPLERS : SAMPLERS[product]).map((name) => ({ name, aliases: [], options: {} })),
          );
        break;
      case 'GET /sdapi/v1/schedulers':
        if (product === 'koboldcpp')
          return send(['discrete', 'karras', 'simple'].map((name) => ({ name, label: name })));
        if (isWebUi && !script.old) return send(SCHEDULES);
        break;
      case 'GET /sdapi/v1/loras':
        if (isWebUi)
          return send([{ name: 'add_detail', alias: 'detail', path: '/loras/add_detail.safetensors', metadata: {} }]);
        if (product === 'koboldcpp') return send([{ name: 'add_detail', path: 'add_detail.safetensors' }]);
        break;
      case 'GET /sdapi/v1/sd-models':
        if (isWebUi)
          return send(
            models.map((file, i) => ({
              title: i === 0 ? `${file} [${DIGEST.slice(0, 10)}]` : file,
              model_name: file.replace(/\.\w+$/, ''),
              hash: i === 0 ? DIGEST.slice(0, 10) : null,
              sha256: i === 0 ? DIGEST : null,
              filename: `/models/${file}`,
              config: null,
            })),
          );
        break;
      case 'POST /sdapi/v1/refresh-checkpoints':
        models = [...models, ...(script.newModels ?? [])];
        return send(null);
      case 'GET /sdapi/v1/options':
        if (product === 'koboldcpp') return send({ samples_format: 'png', sd_model_checkpoint: 'kobold-sd15' });
        if (product === 'drawthings')
          return send({
            model: 'sd_v1.5_f16.ckpt',
            guidance_scale: 4.5,
            seed_mode: 'Scale Alike',
            sampler: 'DDIM',
            steps: 20,
          });
        return send({ samples_format: 'png', sd_model_checkpoint: 'sd_xl_base_1.0.safetensors' });
      case 'GET /api/extra/version':
        if (product === 'koboldcpp')
          return send({ result: 'KoboldCpp', version: '1.115', protected: false, txt2img: true });
        break;
      case 'GET /sdapi/v1/version':
        if (product === 'sdnext')
          return send({ app: 'sd.next', updated: '2026-07-01', commit: 'abc1234', branch: 'master', url: 'x' });
        break;
      case 'GET /sdapi/v1/cmd-flags':
        if (isWebUi) return send({ api: true, listen: false });
        break;
      case 'GET /sdapi/v1/sd-modules':
        if (product === 'forge') return send([{ model_name: 'ae.safetensors', filename: '/vae/ae.safetensors' }]);
        break;
      case 'GET /internal/ping':
        if (isWebUi && !script.headless) return send({});
        break;
      case 'GET /internal/pending-tasks':
        if (tellsTasks()) return send({ size: queue.length, tasks: queue.map(({ task }) => task) });
        break;
      case 'POST /internal/progress':
        if (scenario === 'deaf') return;
        if (tellsTasks()) return send(taskProgress(request.json));
        break;
      case 'GET /sdapi/v1/progress':
        if (scenario === 'deaf' && queue.length > 0) return;
        if (isWebUi) return send(globalProgress());
        break;
      case 'POST /sdapi/v1/interrupt':
        if (scenario === 'deaf') return;
        if (isWebUi) {
          interrupted.push(running()?.task ?? 'none');
          end(running());
          return product === 'sdnext' ? void response.writeHead(204).end() : send({});
        }
        break;
    }
    sendJson(response, { detail: 'Not Found' }, 404);
  });

  async function draw(
    { json }: Asked,
    response: ServerResponse,
    send: (json: unknown, status?: number) => Promise<void> | void,
  ): Promise<void> {
    const body = json as Record<string, unknown>;
    bodies.push(body);
    if (scenario === 'crashes') return void response.writeHead(500).end('Internal Server Error');
    if (scenario === 'invalid')
      return sendJson(
        response,
        product === 'drawthings'
          ? { error: 'HTTPException', detail: 'Unrecognized keys: ["scheduler"]', body: '', errors: '' }
          : { detail: [{ loc: ['body', 'steps'], msg: 'value is not a valid integer', type: 'type_error.integer' }] },
        422,
      );
    const job = gate();
    const task = String(body.force_task_id ?? `unnamed ${bodies.length}`);
    const mine: Job = { task, name: 'scripts_txt2img', steps: Number(body.steps), step: -1, end: job.resolve };
    queue.push(mine);
    begun.resolve();
    if (scenario === 'dies') return void setImmediate(() => server.stop());
    if (scenario === 'endless' || scenario === 'deaf') await job.promise;
    else if (!isWebUi) end(mine);
    else await Promise.race([job.promise, ended(mine)]);
    const images =
      scenario === 'no-picture' ? (product === 'koboldcpp' ? [''] : []) : [base64(script.picture ?? drawn(body))];
    if (product === 'drawthings') return send({ images });
    return send({ images, parameters: body, info: JSON.stringify(infoOf(body)) });
  }

  /** A job that nobody watches ends by itself, once it is its turn. */
  async function ended(job: Job): Promise<void> {
    for (let step = -2; queue.includes(job); step = job.step) {
      await new Promise((resolve) => setTimeout(resolve, UNWATCHED));
      if (running() === job && step === job.step) end(job);
    }
  }

  function infoOf(body: Record<string, unknown>): Record<string, unknown> {
    const settings = (body.override_settings ?? {}) as Record<string, unknown>;
    const schedule =
      product === 'sdnext'
        ? `Sampler sigma: ${body.schedulers_sigma ?? 'default'}`
        : `Schedule type: ${body.scheduler ?? 'Normal'}`;
    return {
      seed: body.seed,
      steps: body.steps,
      cfg_scale: body.cfg_scale,
      sampler_name: body.sampler_name,
      width: body.width,
      height: body.height,
      sd_model_name: String(settings.sd_model_checkpoint ?? 'sd_xl_base_1.0').replace(/^.*\/|\.safetensors$/g, ''),
      clip_skip: settings.CLIP_stop_at_last_layers ?? body.clip_skip ?? 1,
      index_of_first_image: 0,
      infotexts: [
        `${body.prompt}\nSteps: ${body.steps}, Sampler: ${body.sampler_name}, ${schedule}, Seed: ${body.seed}, Version: v1.10.1`,
      ],
      version: 'v1.10.1',
      ...script.info,
    };
  }

  function drawn(body: Record<string, unknown>): Uint8Array {
    return png(Number(body.width), Number(body.height));
  }

  function tellsTasks(): boolean {
    return isWebUi && product !== 'sdnext' && !script.headless;
  }

  function taskProgress(json: unknown): Record<string, unknown> {
    const { id_task, id_live_preview } = json as { id_task: string; id_live_preview: number };
    const place = queue.findIndex(({ task }) => task === id_task);
    const job = queue[place];
    const completed = finished.includes(id_task);
    if (place !== 0 || !job) {
      const textinfo = place > 0 ? `In queue: ${place}/${queue.length - 1}` : 'Waiting...';
      return {
        active: false,
        queued: place > 0,
        completed,
        progress: null,
        eta: null,
        live_preview: null,
        id_live_preview: -1,
        textinfo,
      };
    }
    advance();
    preview += 1;
    return {
      active: true,
      queued: false,
      completed,
      progress: Math.max(0, job.step) / job.steps,
      eta: 1.5,
      live_preview: id_live_preview === preview ? null : `data:image/png;base64,${base64(png(16, 16))}`,
      id_live_preview: preview,
      textinfo: null,
    };
  }

  function globalProgress(): Record<string, unknown> {
    advance();
    const job = running();
    return {
      progress: job ? 0.01 + Math.max(0, job.step) / job.steps : 0,
      eta_relative: 0,
      state: {
        skipped: false,
        interrupted: false,
        job: job?.name ?? '',
        job_timestamp: '20261125120000',
        job_count: job ? 1 : 0,
        job_no: 0,
        sampling_step: Math.max(0, job?.step ?? 0),
        sampling_steps: job?.steps ?? 0,
      },
      current_image: job && product !== 'sdnext' ? base64(png(16, 16)) : null,
      textinfo: null,
    };
  }

  return {
    ...server,
    bodies,
    asked,
    begun: begun.promise,
    interrupted,
    release: () => end(queue.find(({ task }) => task === 'other')),
  };
}
