/** Prepares renders for a backend that only answers questions. */
import type { Backend, Capabilities } from '../../../server/src/render/backend.ts';
import { createPrepare, type Prepared, type RenderInput } from '../../../server/src/render/prepare.ts';
import { createSession } from '../../../server/src/render/session.ts';
import { analyse, knowledge } from '../../support/knowledge.ts';

export const capabilities: Capabilities = {
  cancel: 'job',
  schedulesItself: false,
  graphs: true,
  models: true,
  maxSide: null,
  maxSteps: null,
  maxSeed: 2n ** 64n - 1n,
};

/** Lists these models, each call the next list, the last one for good; counts the calls. */
export function backendWith(lists: readonly (readonly string[])[], change: Partial<Capabilities> = {}) {
  const calls = { probe: 0, models: 0 };
  const backend: Backend = {
    kind: 'comfyui',
    name: 'ComfyUI',
    address: new URL('http://127.0.0.1:8188'),
    probe: async () => {
      calls.probe += 1;
      return { name: 'ComfyUI', version: '1', capabilities: { ...capabilities, ...change } };
    },
    models: async () => {
      const list = lists[Math.min(calls.models, lists.length - 1)];
      calls.models += 1;
      return list.map((name) => ({ name, hashes: [] }));
    },
    // biome-ignore lint/correctness/useYield: nothing is rendered here.
    render: async function* () {
      throw new Error('nothing is rendered here');
    },
    dispose: () => {},
  };
  return { session: createSession(backend), calls };
}

export const prepare = createPrepare(knowledge, () => 77n);
export const never = new AbortController().signal;

export function wishOf(text: string, change: Partial<RenderInput> = {}): RenderInput {
  const [generation] = analyse(text).reading.generations;
  return { generation, mode: 'configured', models: {}, paidNodesAllowed: false, ...change };
}

export async function prepared(
  text: string,
  change: Partial<RenderInput> = {},
  session = backendWith([['sd15.safetensors']]).session,
) {
  const result = await prepare(wishOf(text, change), session, { maxSide: 2048 }, never);
  if ('question' in result) throw new Error(`a question came: ${JSON.stringify(result)}`);
  return result;
}

export const says = ({ request }: Prepared) => request.graph?.overrides.map((override) => override.says);
