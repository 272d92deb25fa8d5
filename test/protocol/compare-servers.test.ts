/** Comparisons on servers, over the protocol: the file's own graph, questions, and a server that dies meanwhile. They are scripted. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { CANCEL_SWEEP } from '../../server/src/protocol/sweep.ts';
import { txt2img } from '../backends/comfyui/definitions.ts';
import { type ComfyScript, endlessRun, goodRun, type ScriptedComfy, startComfy } from '../backends/comfyui/server.ts';
import { type SweepClient, startSweepClient } from '../support/sweep-client.ts';

let client: SweepClient;
const stops: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  client = await startSweepClient();
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
afterAll(async () => expect(await client.stop()).toBe(0));

async function comfyWith(script: ComfyScript = {}, port = 0): Promise<ScriptedComfy> {
  const comfy = await startComfy(script, port);
  stops.push(() => comfy.stop());
  await client.use({ kind: 'comfyui', address: comfy.url.href });
  return comfy;
}

const graph = (changes: Record<string, unknown> = {}) => JSON.stringify(txt2img(changes), null, 2);
const stepsOf = ({ jobs }: ScriptedComfy) => jobs.map((job) => job.graph['3'].inputs.steps);

test('what can be compared is what the server has', async () => {
  await comfyWith();
  const found = await client.comparable(graph());
  expect(found.map(({ setting }) => setting)).toEqual(['inference_steps', 'guidance_scale', 'sampler', 'scheduler']);
  expect(found[2]).toMatchObject({ current: 'euler', offered: expect.arrayContaining(['euler', 'dpmpp_2m']) });
  expect(found[2].offered).not.toContain('Euler a');
});

describe('the file’s own graph', () => {
  test('gets another value of one setting, and nothing else', async () => {
    const comfy = await comfyWith();
    const plan = await client.compare('graph', graph(), { values: ['4', '30', '50'] });
    expect(plan.variants.map(({ value, isCurrent }) => [value, isCurrent])).toEqual([
      ['4', false],
      ['30', true],
      ['50', false],
    ]);
    expect(plan.changes).toEqual(['SaveImage (node 9) is a preview here: nothing is saved on the server.']);
    expect(await client.ended('graph')).toMatchObject({ outcome: 'done' });
    expect(stepsOf(comfy)).toEqual([4, 30, 50]);
    for (const { graph: sent } of comfy.jobs)
      expect(sent['3'].inputs).toMatchObject({ seed: 5, cfg: 7, sampler_name: 'euler' });
  });
  test('that draws its seed gets the same one for all', async () => {
    const sampler = { ...(txt2img()['3'] as { inputs: object }) };
    const random = graph({ '3': { ...sampler, inputs: { ...sampler.inputs, seed: -1 } } });
    const comfy = await comfyWith();
    const plan = await client.compare('seed', random, { values: ['4', '5'] });
    await client.ended('seed');
    expect(comfy.jobs.map((job) => String(job.graph['3'].inputs.seed))).toEqual([plan.seed, plan.seed]);
  });
  test('asks which model is meant before anything is rendered', async () => {
    const comfy = await comfyWith();
    const unknown = graph({
      '4': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'of-another-machine.safetensors' } },
    });
    expect(await client.askToCompare('question', unknown)).toMatchObject({ question: 'model' });
    expect(comfy.jobs).toEqual([]);
  });
});

describe('nodes that cost credits', () => {
  const paid = graph({
    '20': { class_type: 'FluxProUltraImageNode', inputs: { prompt: 'a fox', seed: 1 } },
    '21': { class_type: 'PreviewImage', inputs: { images: ['20', 0] } },
  });
  const question = { question: 'paid-nodes', nodes: ['FluxProUltraImageNode'] };

  test('are asked about before anything is rendered', async () => {
    const comfy = await comfyWith();
    expect(await client.askToCompare('paid', paid, { values: ['4', '5'] })).toEqual(question);
    expect(await client.askToFind('paid-search', paid)).toEqual(question);
    expect(comfy.jobs).toEqual([]);
    expect([client.told('paid'), client.told('paid-search'), client.events('paid/0')]).toEqual([[], [], []]);
  });
  test('run once a person has agreed', async () => {
    const comfy = await comfyWith();
    await client.compare('agreed', paid, { values: ['4', '5'], paidNodesAllowed: true });
    expect(await client.ended('agreed')).toMatchObject({ outcome: 'done' });
    expect(stepsOf(comfy)).toEqual([4, 5]);
  });
});

test('a search on a server that refuses ends with its words', async () => {
  await comfyWith({
    answer: ({ path }, response) => {
      if (path !== '/prompt') return false;
      response.writeHead(401).end('no');
      return true;
    },
  });
  await client.find('refused', graph());
  expect(await client.ended('refused')).toMatchObject({ outcome: 'failed', message: expect.stringMatching(/\S.*\.$/) });
  expect(client.told('refused').some(({ kind }) => kind === 'found')).toBe(false);
});

test('a server that dies is waited for, and only what is missing is rendered', async () => {
  const dying = await comfyWith({
    run: (job) => (job.graph['3'].inputs.steps === 25 ? endlessRun(job) : goodRun(job)),
  });
  const { variants } = await client.compare('death', graph(), { values: ['4', '25', '50'] });
  await client.until('death/1', ({ kind }) => kind === 'step');
  await dying.stop();
  expect(await client.untilTold('death', ({ kind }) => kind === 'waiting')).toMatchObject({
    message: 'ComfyUI does not answer. What is missing is rendered once it answers again.',
  });
  const back = await startComfy({}, Number(dying.url.port));
  stops.push(() => back.stop());
  expect(await client.ended('death')).toMatchObject({ outcome: 'done' });
  expect([stepsOf(dying), stepsOf(back)]).toEqual([
    [4, 25],
    [25, 50],
  ]);
  expect(client.told('death').map(({ kind }) => kind)).toEqual(['waiting', 'resumed', 'ended']);
  for (const { renderId } of variants)
    expect(client.kinds(renderId).filter((kind) => kind === 'picture')).toHaveLength(1);
});

test('a cancel leaves nothing on the server', async () => {
  const comfy = await comfyWith({ run: endlessRun });
  await client.compare('cancel', graph(), { values: ['4', '25', '50'] });
  await client.until('cancel/0', ({ kind }) => kind === 'step');
  await client.client.tell(CANCEL_SWEEP, { sweepId: 'cancel' });
  expect(await client.ended('cancel')).toMatchObject({ outcome: 'cancelled' });
  expect([comfy.jobs.length, comfy.waiting.length, comfy.jobs[0].interrupted]).toEqual([1, 0, true]);
});
