/** From a file to what a backend is sent: graphs, models, bounds, questions. The backend is one that only answers questions. */
import { describe, expect, test } from 'vitest';
import type { Backend } from '../../../server/src/render/backend.ts';
import { stringifyJson } from '../../../server/src/render/backends/shared/json.ts';
import type { Prepared } from '../../../server/src/render/prepare.ts';
import { BackendError } from '../../../server/src/render/problem.ts';
import { apiGraph, workflow } from '../../support/graphs.ts';
import { backendWith, prepared, says } from './preparing.ts';

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
