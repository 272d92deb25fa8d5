/** Scripted servers of OpenAI's dialect: LocalAI, vLLM-Omni, and one that is neither. */
import type http from 'node:http';
import { type Asked, base64, gate, png, type ScriptedServer, sendInPieces, sendJson, startServer } from '../support.ts';

export type Product = 'localai' | 'vllm' | 'sglang' | 'openai';

export interface ImageScript {
  /** Answers in place of the server's own. Returns true when it has. */
  answer?: (asked: Asked, response: http.ServerResponse) => boolean | Promise<boolean>;
  /** Renders until the connection ends. */
  endless?: boolean;
  /** Breaks off once the render has begun. */
  dies?: boolean;
  inPieces?: boolean;
  /** The token without which nothing but the open routes is served. */
  token?: string;
}

export interface ScriptedImageServer extends ScriptedServer {
  /** Bodies of renders. */
  readonly bodies: Record<string, unknown>[];
  readonly begun: Promise<void>;
  /** Resolves when the connection of a render has been broken off by the client. */
  readonly brokenOff: Promise<void>;
}

/** The pixels a `size` asks for. */
export const drawn = (body: Record<string, unknown>) => {
  const [width, height] = String(body.size).split('x').map(Number);
  return png(width, height);
};

const OPEN = ['/.well-known/localai.json', '/readyz', '/version', '/health'];

/** GET routes of each product, after the files named in data/backends/image-servers.yaml. */
const ROUTES: Record<Product, Record<string, unknown>> = {
  localai: {
    '/.well-known/localai.json': { version: 'v3.9.0', endpoints: { image_generation: '/v1/images/generations' } },
    '/readyz': null,
    '/version': { version: 'v3.9.0' },
    '/v1/models': {
      object: 'list',
      data: [
        { id: 'qwen3-8b', object: 'model' },
        { id: 'sd-1.5', object: 'model' },
      ],
    },
    '/v1/models/capabilities': {
      object: 'list',
      data: [
        { id: 'qwen3-8b', object: 'model', output_modalities: ['text'] },
        { id: 'sd-1.5', object: 'model', output_modalities: ['image'] },
        { id: 'loose-file.gguf', object: 'model' },
      ],
    },
  },
  vllm: {
    '/health': null,
    '/version': { version: '0.12.0' },
    '/v1/models': { object: 'list', data: [{ id: 'Qwen/Qwen-Image', object: 'model', owned_by: 'vllm' }] },
  },
  sglang: {
    '/health': { status: 'ok' },
    '/server_info': { version: '0.5.23' },
    '/v1/models': { object: 'list', data: [{ id: 'Qwen/Qwen-Image', object: 'model', owned_by: 'sglang' }] },
  },
  openai: {
    '/v1/models': { object: 'list', data: [{ id: 'some-diffusion', object: 'model', owned_by: 'somebody' }] },
  },
};

export async function startImageServer(product: Product, script: ImageScript = {}): Promise<ScriptedImageServer> {
  const bodies: Record<string, unknown>[] = [];
  const begun = gate();
  const brokenOff = gate();
  const server = await startServer(async (asked, response) => {
    if (await script.answer?.(asked, response)) return;
    if (script.token && !OPEN.includes(asked.path) && asked.headers.authorization !== `Bearer ${script.token}`)
      return sendJson(response, { error: { message: 'An authentication key is required', code: 401, type: '' } }, 401);
    if (asked.path === '/v1/images/generations') {
      if (asked.method === 'GET') return sendJson(response, { detail: 'Method Not Allowed' }, 405);
      const body = asked.json as Record<string, unknown>;
      bodies.push(body);
      response.on('close', () => {
        if (!response.writableFinished) brokenOff.resolve();
      });
      begun.resolve();
      if (script.dies) return void asked.raw.socket.destroy();
      if (script.endless) return;
      const answer = { created: 1, data: [{ b64_json: base64(drawn(body)) }] };
      if (script.inPieces) return sendInPieces(response, Buffer.from(JSON.stringify(answer)), 'application/json');
      return sendJson(response, answer);
    }
    const answer = ROUTES[product][asked.path];
    if (answer === undefined) return sendJson(response, { error: { message: 'Resource not found', code: 404 } }, 404);
    if (answer === null) return void response.writeHead(200).end();
    return sendJson(response, answer);
  });
  return { ...server, bodies, begun: begun.promise, brokenOff: brokenOff.promise };
}
