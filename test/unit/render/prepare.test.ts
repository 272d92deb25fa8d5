/** From a file to what a backend is sent: graphs, models, bounds, questions. The backend is one that only answers questions. */
import { describe, expect, test } from 'vitest';
import type { Backend, Capabilities } from '../../../server/src/render/backend.ts';
import { stringifyJson } from '../../../server/src/render/backends/shared/json.ts';
import { createPrepare, type Prepared, type RenderInput } from '../../../server/src/render/prepare.ts';
import { BackendError } from '../../../server/src/render/problem.ts';
import { createSession } from '../../../server/src/render/session.ts';
import { apiGraph, workflow } from '../../support/graphs.ts';
import { analyse, knowledge } from '../../support/knowledge.ts';

const capabilities: Capabilities = {
  progress: 'steps',
  previews: true,
  cancel: 'job',
  schedulesItself: false,
  graphs: true,
  seed: true,
  steps: true,
  negativePrompt: true,
  models: true,
  maxSide: null,
  maxSteps: null,
  maxSeed: 2n ** 64n - 1n,
};

/** Lists these models, each call the next list, the last one for good; counts the calls. */
function backendWith(lists: readonly (readonly string[])[], change: Partial<Capabilities> = {}) {
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

const prepare = createPrepare(knowledge, () => 77n);
const never = new AbortController().signal;

function wishOf(text: string, change: Partial<RenderInput> = {}): RenderInput {
  const [generation] = analyse(text).reading.generations;
  return { generation, mode: 'configured', models: {}, paidNodesAllowed: false, ...change };
}

async function prepared(
  text: string,
  change: Partial<RenderInput> = {},
  session = backendWith([['sd15.safetensors']]).session,
) {
  const result = await prepare(wishOf(text, change), session, { maxSide: 2048 }, never);
  if ('question' in result) throw new Error(`a question came: ${JSON.stringify(result)}`);
  return result;
}

const says = ({ request }: Prepared) => request.graph?.overrides.map((override) => override.says);

describe('an API graph', () => {
  test('is sent as it is, with every digit', async () => {
    const { request } = await prepared(apiGraph());
    expect(request.graph).toMatchObject({ format: 'api', sampler: '3', overrides: [] });
    const sent = stringifyJson(request.graph?.json);
    expect(sent).toContain('"seed":1234567890123456789,');
    expect(JSON.parse(sent)).toEqual(JSON.parse(apiGraph()));
    expect(request.seed).toBe(1234567890123456789n);
  });
  test('of a draft changes the steps and nothing else', async () => {
    const draft = await prepared(apiGraph(), { mode: 'draft' });
    expect(draft.request.graph?.overrides).toEqual([
      { node: '3', input: 'steps', value: draft.request.steps, says: `steps 30 → ${draft.request.steps}` },
    ]);
    expect(draft.request.steps).toBeLessThan(30);
  });
  test('with steps that a node computes is changed where they arrive', async () => {
    const more = ', "9": {"class_type": "Steps of the day", "inputs": {"a": 1, "b": 2}}';
    const text = apiGraph({ steps: '["9", 0]', more });
    expect(says(await prepared(text, { mode: 'draft' }))).toEqual([
      expect.stringMatching(/^steps computed by the graph → \d+$/),
    ]);
    const configured = await prepared(text);
    expect(says(configured)).toEqual([]);
    expect(configured.warnings).toContain('The graph computes its step count itself.');
  });
  test('that shares its steps among samplers keeps them in a draft', async () => {
    const text = apiGraph()
      .replace('"KSampler"', '"KSamplerAdvanced"')
      .replace('"cfg": 7', '"cfg": 7, "start_at_step": 0, "end_at_step": 20');
    const draft = await prepared(text, { mode: 'draft' });
    expect(says(draft)).toEqual([]);
    expect(draft.warnings).toContainEqual(expect.stringContaining('shared by several samplers'));
  });
  test('takes values that are asked for, where its inputs are', async () => {
    const overrides = {
      seed: '18446744073709551615',
      width: '640',
      prompt: 'a bear',
      guidance_scale: '5',
      sampler: 'heun',
    };
    const { request } = await prepared(apiGraph(), { overrides });
    expect(request.graph?.overrides.map(({ node, input, value }) => [node, input, value])).toEqual([
      ['5', 'width', 640],
      ['3', 'cfg', 5],
      ['3', 'sampler_name', 'heun'],
      ['3', 'seed', 18446744073709551615n],
      ['6', 'text', 'a bear'],
    ]);
  });
  test('refuses a value that it has no input for', async () => {
    await expect(prepared(apiGraph(), { overrides: { distilled_guidance: '3' } })).rejects.toThrow(
      'no input of its own for: distilled guidance',
    );
  });
  test('with a random seed gets a real one', async () => {
    const result = await prepared(apiGraph({ seed: '-1' }));
    expect(says(result)).toEqual(['seed -1 → 77']);
    expect(result.seedIsDrawn).toBe(true);
  });
  test('larger than allowed is made smaller, and says so', async () => {
    const result = await prepared(apiGraph({ width: 4096 }));
    expect(says(result)).toEqual(['width 4096 → 2048', 'height 512 → 256']);
    expect(result.warnings).toContainEqual(expect.stringContaining('Drawn at 2048 × 256 instead of 4096 × 512'));
  });
  test('on a server without graphs is drawn from its settings, and says so', async () => {
    const { session } = backendWith([['sd15.safetensors']], { graphs: false });
    const { request, warnings } = await prepared(apiGraph(), {}, session);
    expect(request).toMatchObject({
      graph: null,
      prompt: 'a fox',
      negativePrompt: 'blurry',
      steps: 30,
      model: 'sd15.safetensors',
    });
    expect(warnings).toContainEqual(expect.stringContaining('runs no graphs'));
  });
  test('that names itself without end is refused', async () => {
    const text = apiGraph().replace('"denoise": 1', '"denoise": 1, "extra": []');
    const yaml = `defs: &a {x: ["lol"]}\n${['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((name, index) => `d${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(', ')}]`).join('\n')}\n`;
    const bomb = `${yaml}graph: ${text.replace('"extra": []', '"extra": *i')}\n`;
    await expect(prepared(bomb)).rejects.toThrow('too much in this graph');
  });
});

describe('a workflow', () => {
  test('is sent whole, with every digit, and overrides by node and name', async () => {
    const draft = await prepared(workflow(), { mode: 'draft' });
    expect(draft.request.graph).toMatchObject({ format: 'workflow', sampler: '3' });
    expect(stringifyJson(draft.request.graph?.json)).toContain('1234567890123456789,"fixed",30');
    expect(draft.request.graph?.overrides).toEqual([
      { node: '3', input: 'steps', value: draft.request.steps, says: `steps 30 → ${draft.request.steps}` },
    ]);
  });
});

describe('a complaint of the server is found in the file', () => {
  const textAt = (text: string, { placeOf }: Prepared, node: string, input: string | null) => {
    const range = placeOf({ node, input, message: '' });
    return range && text.slice(range.start, range.end);
  };
  test.each([
    ['an API graph', apiGraph()],
    ['a workflow', workflow()],
  ])('of %s', async (_, text) => {
    const result = await prepared(text);
    expect(textAt(text, result, '4', 'ckpt_name')).toBe('"sd15.safetensors"');
    expect(textAt(text, result, '3', 'steps')).toBe('30');
    expect(textAt(text, result, '5', null)).toBe('"EmptyLatentImage"');
    expect(textAt(text, result, '5', 'no such input')).toMatch(/EmptyLatentImage/);
    expect(textAt(text, result, '99', 'steps')).toBeNull();
    expect(result.classesOf([{ node: '5', input: null, message: '' }])).toEqual(['EmptyLatentImage']);
  });
});

describe('the model', () => {
  const plain = (model: string | null) =>
    `${model === null ? '' : `model: ${model}\n`}prompt: a\nsteps: 4\nguidance_scale: 5\n`;
  const ask = (
    text: string,
    lists: readonly (readonly string[])[],
    change: Partial<RenderInput> = {},
    can: Partial<Capabilities> = {},
  ) => {
    const { session, calls } = backendWith(lists, can);
    return prepare(wishOf(text, change), session, { maxSide: 2048 }, never).then((result) => ({ result, calls }));
  };
  test('spelled otherwise is used, and that is said', async () => {
    const { result } = await ask(plain('sub/SD15'), [['x.ckpt', 'sd15.safetensors']]);
    expect(result).toMatchObject({
      request: { model: 'sd15.safetensors' },
      warnings: ['sub/SD15 is sd15.safetensors on this server.'],
    });
  });
  test('of a graph spelled otherwise is changed in it', async () => {
    const { result } = await ask(apiGraph({ model: 'sub\\sd15.safetensors' }), [['sub/sd15.safetensors']]);
    expect('request' in result && result.request.graph?.overrides).toEqual([
      {
        node: '4',
        input: 'ckpt_name',
        value: 'sub/sd15.safetensors',
        says: 'model sub\\sd15.safetensors → sub/sd15.safetensors',
      },
    ]);
  });
  test('that is not there is asked for, closest first, after another look', async () => {
    const { result, calls } = await ask(plain('sd15'), [['flux.safetensors', 'sd15-fp16.ckpt']]);
    expect(result).toEqual({ question: 'model', wanted: 'sd15', models: ['sd15-fp16.ckpt', 'flux.safetensors'] });
    expect(calls.models).toBe(2);
  });
  test('that has come since is found by another look', async () => {
    const { result } = await ask(plain('new'), [['old.ckpt'], ['old.ckpt', 'new.ckpt']]);
    expect(result).toMatchObject({ request: { model: 'new.ckpt' } });
  });
  test('that was answered before is used', async () => {
    const { result } = await ask(plain('sd15'), [['a.ckpt', 'b.ckpt']], { models: { sd15: 'b.ckpt' } });
    expect(result).toMatchObject({ request: { model: 'b.ckpt' }, warnings: ['sd15 is b.ckpt on this server.'] });
  });
  test('that was answered before and has gone since is asked for again', async () => {
    const { result } = await ask(plain('sd15'), [['a.ckpt']], { models: { sd15: 'b.ckpt' } });
    expect(result).toMatchObject({ question: 'model' });
  });
  test('asked for on the spot comes before the file', async () => {
    const { result } = await ask(plain('sd15'), [['sd15.ckpt', 'flux1-dev.safetensors']], { model: 'flux1-dev' });
    expect(result).toMatchObject({
      request: { model: 'flux1-dev.safetensors', family: 'flux1-dev', distilledGuidance: 5 },
    });
    expect('settings' in result && result.settings[0]).toEqual({
      label: 'Model',
      value: 'flux1-dev.safetensors',
      from: 'override',
    });
  });
  test('that the file does not name is left to the server', async () => {
    const { result, calls } = await ask(plain(null), [['a.ckpt']]);
    expect(result).toMatchObject({ request: { model: null } });
    expect(calls.models).toBe(0);
  });
  test('that the file does not name is asked for where the server needs one', async () => {
    const { result } = await ask(plain(null), [['a.ckpt']], {}, { needsModel: true });
    expect(result).toEqual({ question: 'model', wanted: '', models: ['a.ckpt'] });
    const again = await ask(plain(null), [['a.ckpt']], { models: { '': 'a.ckpt' } }, { needsModel: true });
    expect(again.result).toMatchObject({ request: { model: 'a.ckpt' } });
  });
  test('of a graph whose loader nobody lists is the server’s to judge', async () => {
    const { result } = await ask(apiGraph({ model: 'odd.gguf' }), [[]]);
    expect(result).toMatchObject({ request: { model: 'odd.gguf' } });
  });
  test('of a server without a list goes as the file says', async () => {
    const { result, calls } = await ask(plain('sd15'), [[]], {}, { models: false });
    expect(result).toMatchObject({ request: { model: 'sd15' } });
    expect(calls.models).toBe(0);
  });
});

describe('a graph that begins with a picture', () => {
  const sized = (size: Backend['size']) => {
    const { session } = backendWith([['sd15.safetensors']]);
    return { ...session, backend: { ...session.backend, ...(size && { size }) } };
  };
  const edit = apiGraph().replace('"width": 512, "height": 512, ', '');
  const sizeIn = ({ settings }: Prepared) => settings.filter(({ label }) => label === 'Size');
  test('has its size, which can not be made smaller', async () => {
    const session = sized(async () => ({ width: 4096, height: 2048 }));
    const made = await prepared(edit, { mode: 'draft' }, session);
    expect(made.request).toMatchObject({ width: 4096, height: 2048 });
    expect(made.request).not.toHaveProperty('unsized');
    expect(sizeIn(made)).toEqual([{ label: 'Size', value: '4096 × 2048', from: 'picture' }]);
  });
  test('that nobody knows is of no known size', async () => {
    const failing = sized(async () => {
      throw new BackendError('unreachable', 'nobody is there');
    });
    for (const session of [sized(async () => null), failing, sized(undefined)]) {
      const made = await prepared(edit, {}, session);
      expect([made.request.unsized, sizeIn(made)]).toEqual([true, []]);
    }
  });
  test('is not asked for where the graph says a size', async () => {
    const session = sized(async () => ({ width: 4096, height: 2048 }));
    expect((await prepared(apiGraph(), {}, session)).request).toMatchObject({ width: 512, height: 512 });
  });
});

describe('what the backend changes in a graph of its own accord', () => {
  const changing = (changes: () => Promise<readonly string[]>) => {
    const { session } = backendWith([['sd15.safetensors']]);
    return { ...session, backend: { ...session.backend, changes } };
  };
  test('stands behind the overrides', async () => {
    const session = changing(async () => ['SaveImage is a preview here.']);
    const { changes, request } = await prepared(apiGraph(), { mode: 'draft' }, session);
    expect(changes).toEqual([request.graph?.overrides[0].says, 'SaveImage is a preview here.']);
    expect((await prepared('prompt: a\nsteps: 4\nmodel: sd15\n', {}, session)).changes).toEqual([]);
  });
  test('is not said of a graph that can not run, which its render tells with the place', async () => {
    const session = changing(async () => {
      throw new BackendError('missing-node', 'no such node');
    });
    expect((await prepared(apiGraph(), {}, session)).changes).toEqual([]);
  });
  test('is a failure when the server can not be asked', async () => {
    const session = changing(async () => {
      throw new BackendError('unreachable', 'nobody is there');
    });
    await expect(prepared(apiGraph(), {}, session)).rejects.toThrow('nobody is there');
  });
});

test('a second render asks nothing that is known', async () => {
  const { session, calls } = backendWith([['sd15.safetensors']]);
  await prepared(apiGraph(), {}, session);
  await prepared(apiGraph(), { mode: 'draft' }, session);
  expect(calls).toEqual({ probe: 1, models: 1 });
  session.forget();
  await prepared(apiGraph(), {}, session);
  expect(calls).toEqual({ probe: 2, models: 2 });
});
