/** What renders cost, measured by the bundled server: shown, kept in a file that windows share, forgotten when asked. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type InlayHint, InlayHintRequest } from 'vscode-languageserver/node';
import { CLEAR_MEASUREMENTS } from '../../server/src/protocol/measurements.ts';
import { txt2img } from '../backends/comfyui/definitions.ts';
import { startComfy } from '../backends/comfyui/server.ts';
import { placeAtCursor } from '../support/marked.ts';
import { type RenderClient, startRenderClient } from '../support/render-client.ts';
import { startSweepClient } from '../support/sweep-client.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary.ts';

const capabilities = {
  textDocument: { diagnostic: {} },
  workspace: { configuration: true, diagnostics: { refreshSupport: true } },
};

let folder: TemporaryFolder;
let measurementsFile: string;
let running: RenderClient[] = [];
const stops: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  folder = await temporaryFolder();
  measurementsFile = join(folder.path, 'storage', 'measurements.json');
});
afterEach(async () => {
  await stopAll();
  for (const stop of stops.splice(0)) await stop();
  await folder.remove();
});

/** A window of the editor: a server of its own, with the file that all share. */
async function window(): Promise<RenderClient> {
  const renders = await startRenderClient({ capabilities, abilities: { measurementsFile } });
  running.push(renders);
  return renders;
}

async function stopAll(): Promise<void> {
  const codes = await Promise.all(running.map((renders) => renders.stop()));
  running = [];
  expect(codes.filter((code) => code !== 0)).toEqual([]);
}

const file = (width: number): string => `model: sdxl\nprompt: a\nsteps: 6\nwidth: ${width}\nheight: 64\nseed: 1\n`;

let opened = 0;
/** The hover on the steps of a text, opened as a document of its own. */
async function hover({ client }: RenderClient, text: string): Promise<string> {
  const uri = `file:///hover/${opened++}.yaml`;
  await client.open(uri, text);
  const found = await client.hover(uri, placeAtCursor(text.replace('steps', '‸steps')).place);
  return (found?.contents as { value: string } | undefined)?.value ?? '';
}

async function render(renders: RenderClient, text: string): Promise<void> {
  await renders.render('measured', text);
  expect((await renders.end('measured')).kind).toBe('done');
  renders.forget('measured');
}

const AMOUNT = / steps (take|cost) about /;
const COST = /6 steps take about \d\.\d s a picture with the built-in model[.,]/;

describe('the cost of a render', () => {
  test('is in the hover once it is measured, for equal conditions only', async () => {
    const renders = await window();
    expect(await hover(renders, file(64))).not.toMatch(AMOUNT);
    await render(renders, file(64));
    expect(await hover(renders, file(64))).toMatch(COST);
    expect(await hover(renders, file(64))).toContain('*Measured in one render on ');
    expect(await hover(renders, file(96))).not.toMatch(AMOUNT);
  });

  test('survives a restart, and is joined with what other windows measured', async () => {
    const [one, other] = [await window(), await window()];
    await Promise.all([render(one, file(64)), render(other, file(96))]);
    await stopAll();
    const again = await window();
    await again.client.refreshed(1);
    expect(await hover(again, file(64))).toMatch(COST);
    expect(await hover(again, file(96))).toMatch(COST);
  });

  test('is forgotten when asked, here and in the file', async () => {
    const renders = await window();
    await render(renders, file(64));
    expect(await renders.client.ask(CLEAR_MEASUREMENTS, {})).toBeNull();
    expect(await hover(renders, file(64))).not.toMatch(AMOUNT);
    expect(JSON.parse(await readFile(measurementsFile, 'utf8'))).toMatchObject({ speeds: [], sweetSpots: [] });
  });

  test('is measured although the file can’t be read', async () => {
    await render(await window(), file(64));
    await stopAll();
    await writeFile(measurementsFile, 'no measurements');
    const renders = await window();
    await render(renders, file(96));
    expect(await hover(renders, file(96))).toMatch(COST);
    await stopAll();
    expect(JSON.parse(await readFile(measurementsFile, 'utf8')).speeds).toHaveLength(1);
  });

  test('is measured without any file', async () => {
    const renders = await startRenderClient({ capabilities });
    running.push(renders);
    await render(renders, file(64));
    expect(await hover(renders, file(64))).toMatch(COST);
  });
});

test('a sweet spot that was found is in the hover, and survives a restart', async () => {
  const searching = await startSweepClient({ capabilities, abilities: { measurementsFile } });
  running.push(searching);
  const text = 'prompt: a mountain lake\nsteps: 30\nwidth: 64\nheight: 64\nseed: 5\nsampler_name: heun\n';
  await searching.find('search', text, { seeds: 1 });
  await searching.ended('search');
  const found = searching.told('search').find((event) => event.kind === 'found');
  const sentence = new RegExp(`Measured with the built-in model on .*: ${found?.result.steps} steps are enough`);
  expect(await hover(searching, text)).toMatch(sentence);
  await stopAll();
  const again = await window();
  await again.client.refreshed(1);
  expect(await hover(again, text)).toMatch(sentence);
  expect(await hover(again, text.replace('heun', 'euler'))).not.toMatch(/ steps are enough/);
});

describe('on a server', () => {
  const graph = JSON.stringify(txt2img(), null, 2).replace('"steps": 30', '"steps": 80');

  async function connected(): Promise<RenderClient> {
    const comfy = await startComfy();
    stops.push(() => comfy.stop());
    const renders = await window();
    await renders.use({ kind: 'comfyui', address: comfy.url.href });
    return renders;
  }

  const hints = ({ client }: RenderClient, uri: string): Promise<InlayHint[] | null> =>
    client.connection.sendRequest(InlayHintRequest.type, {
      textDocument: { uri },
      range: { start: { line: 0, character: 0 }, end: { line: 999, character: 0 } },
    });

  test('it is in the warning and beside the count, and the client is told to look again', async () => {
    const renders = await connected();
    const uri = 'file:///graph.json';
    await renders.client.open(uri, graph, 'json');
    expect(await hints(renders, uri)).toEqual([]);
    const first = await renders.client.pull(uri);
    await render(renders, graph);
    await renders.client.refreshed(1);
    const second = await renders.client.pull(uri, first.resultId);
    const messages = second.kind === 'full' ? second.items.map(({ message }) => message) : [];
    expect(messages.join('\n')).toMatch(/80 steps take about .* a picture here, \d+ about /);
    expect(await hints(renders, uri)).toMatchObject([{ label: expect.stringMatching(/^≈ \d/) }]);
    await renders.client.configure({ inlayHints: { enable: false } });
    expect(await hints(renders, uri)).toEqual([]);
  });

  test('what was measured on another is not shown', async () => {
    const renders = await connected();
    await render(renders, graph);
    expect(await hover(renders, graph)).toContain('a picture here');
    await renders.use({ kind: 'builtin', address: null });
    await renders.untilState(({ address }) => address === null);
    expect(await hover(renders, graph)).not.toMatch(AMOUNT);
  });
});

test('a price is said as soon as it is set', async () => {
  const renders = await window();
  expect(await hover(renders, file(64))).not.toMatch(AMOUNT);
  await renders.client.configure({ price: { perStep: 0.5, unit: 'credits' } });
  await renders.client.refreshed(2);
  expect(await hover(renders, file(64))).toContain('6 steps cost about 3 credits a picture, 25 about 12.5 credits.');
});
