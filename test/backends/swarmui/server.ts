/** A scripted SwarmUI, after src/WebAPI/{API,BasicAPIFeatures,T2IAPI,ModelsAPI}.cs. Tests change `script` to make it do other things. */
import type { WebSocket } from 'ws';
import {
  type Asked,
  base64,
  gate,
  png,
  type ScriptedServer,
  sendInFrames,
  sendInPieces,
  sendJson,
  startServer,
} from '../support.ts';

export interface SwarmScript {
  /** Answers in place of the server's own. Returns true when it has. */
  answer?: (asked: Asked, response: Parameters<typeof sendJson>[0]) => boolean | Promise<boolean>;
  /** What is sent for a render, after the first status; by default a whole healthy run. */
  frames?: (body: Record<string, unknown>, socket: WebSocket) => readonly unknown[];
  /** After the frames: closes, or breaks off. Left out: waits for an interrupt. */
  ending?: 'close' | 'die';
  inPieces?: boolean;
  /** Never answers an interrupt. */
  deaf?: boolean;
  /** The user and password, and the token they give, without which there is no session. */
  account?: { username: string; password: string; token: string };
}

export interface ScriptedSwarm extends ScriptedServer {
  /** Every body that was sent to a route or a socket, in order. */
  readonly bodies: { readonly route: string; readonly body: Record<string, unknown> }[];
  readonly begun: Promise<void>;
  /** Forgets its sessions, as a restart does. */
  forget(): void;
}

const MODELS = [
  { name: 'OfficialStableDiffusion/sd_xl_base_1.0.safetensors', hash: '0xABCDEF01', loaded: true },
  { name: 'flux/flux1-schnell.safetensors', hash: '', loaded: false },
];
const SAMPLERS = ['euler', 'euler_ancestral', 'dpmpp_2m', 'dpmpp_2m_sde_gpu'];
const SCHEDULES = ['normal', 'karras', 'simple', 'turbo'];

export const status = (counts: Record<string, number> = {}) => ({
  status: { waiting_gens: 1, loading_models: 0, waiting_backends: 0, live_gens: 0, ...counts },
  backend_status: { status: 'running', class: '', message: '', any_loading: false },
  supported_features: ['comfyui'],
});

export const progress = (overall_percent: number, more: Record<string, unknown> = {}) => ({
  gen_progress: { batch_index: '0', request_id: '1', overall_percent, current_percent: overall_percent, ...more },
});

/** The metadata of a picture drawn as asked. */
export function metadata(body: Record<string, unknown>, changes: Record<string, unknown> = {}, unused: string[] = []) {
  const { session_id, donotsave, images, ...parameters } = body;
  const model = String(body.model).replace(/\.safetensors$/, '');
  return JSON.stringify({
    sui_image_params: { ...parameters, model, ...changes, swarm_version: '0.9.7.2' },
    sui_extra_data: { unused_parameters: unused },
  });
}

export const picture = (body: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  image: `data:image/png;base64,${base64(png(Number(body.width), Number(body.height)))}`,
  batch_index: '0',
  request_id: '1',
  metadata: metadata(body),
  ...more,
});

/** A whole run, in the order of the server. */
export const healthyFrames = (body: Record<string, unknown>): unknown[] => [
  status({ waiting_backends: 1 }),
  status({ loading_models: 1, waiting_backends: 1 }),
  status({ live_gens: 1 }),
  progress(0.25),
  progress(0.2, { preview: `data:image/jpeg;base64,${base64(png(16, 16))}` }),
  progress(0.5),
  { keep_alive: true },
  progress(0.75),
  progress(1),
  picture(body),
  { discard_indices: [] },
  { socket_intention: 'close' },
  status({ waiting_gens: 0 }),
];

export async function startSwarm(script: SwarmScript = {}): Promise<ScriptedSwarm> {
  const sessions = new Map<string, WebSocket | null>();
  const bodies: { route: string; body: Record<string, unknown> }[] = [];
  const begun = gate();
  const unknownSession = {
    error_id: 'invalid_session_id',
    error: 'Invalid session ID. You may need to refresh the page.',
  };

  const server = await startServer(
    async (asked, response) => {
      const route = asked.path.replace('/API/', '');
      const body = (asked.json ?? {}) as Record<string, unknown>;
      bodies.push({ route, body });
      if (await script.answer?.(asked, response)) return;
      const { account } = script;
      if (route === 'Login') {
        if (body.username !== account?.username || body.password !== account?.password)
          return sendJson(response, { error_id: 'invalid_login' });
        response.setHeader('set-cookie', `swarm_token=${account?.token}; path=/; httponly`);
        return sendJson(response, { success: 'true' });
      }
      if (account && asked.headers.cookie !== `swarm_token=${account.token}`)
        return sendJson(response, { error: 'Invalid or unauthorized.' });
      if (route === 'GetNewSession') {
        const session_id = `session-${sessions.size}-${Math.random()}`;
        sessions.set(session_id, null);
        const answer = {
          session_id,
          user_id: 'local',
          output_append_user: false,
          version: '0.9.7.2',
          server_id: 'abc',
        };
        if (script.inPieces) return sendInPieces(response, Buffer.from(JSON.stringify(answer)), 'application/json');
        return sendJson(response, { ...answer, permissions: [] });
      }
      const session = String(body.session_id);
      if (!sessions.has(session)) return sendJson(response, unknownSession, 401);
      switch (route) {
        case 'ListT2IParams':
        case 'TriggerRefresh':
          return sendJson(response, {
            list: [
              { id: 'steps', type: 'integer', values: null },
              { id: 'sampler', type: 'dropdown', values: SAMPLERS },
              { id: 'scheduler', type: 'dropdown', values: SCHEDULES },
            ],
            models: { 'Stable-Diffusion': MODELS.map(({ name }) => name), LoRA: ['light/warm'], VAE: null },
          });
        case 'ListModels':
          return sendJson(response, { folders: ['flux'], files: MODELS });
        case 'InterruptAll': {
          if (script.deaf) return;
          const socket = sessions.get(session);
          sendJson(response, { success: true });
          socket?.send(JSON.stringify({ error: 'Generation session interrupted.' }));
          return;
        }
        default:
          return sendJson(response, { error_id: 'bad_route', error: 'Unknown API route' }, 400);
      }
    },
    (socket) =>
      socket.once('message', (message) => {
        const body = JSON.parse(String(message));
        bodies.push({ route: 'GenerateText2ImageWS', body });
        const send = (frame: unknown) => {
          if (script.inPieces) sendInFrames(socket, JSON.stringify(frame));
          else socket.send(JSON.stringify(frame));
        };
        if (!sessions.has(body.session_id)) {
          send(unknownSession);
          return socket.close();
        }
        sessions.set(body.session_id, socket);
        send(status());
        for (const frame of (script.frames ?? healthyFrames)(body, socket)) send(frame);
        begun.resolve();
        // A real server leaves the socket open for two seconds, which nobody should wait for.
        if (script.ending === 'close') socket.close();
        if (script.ending === 'die') socket.terminate();
      }),
  );
  return { ...server, bodies, begun: begun.promise, forget: () => sessions.clear() };
}
