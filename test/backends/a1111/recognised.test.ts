/** Which of the programs of /sdapi/v1 answers at an address. */
import { describe, expect, test } from 'vitest';
import { a1111, drawthings, koboldcpp } from '../../../server/src/render/backends/a1111/index.ts';
import { ask } from '../../../server/src/render/backends/shared/detect.ts';
import { renderRequest, sendJson, services } from '../support.ts';
import type { Product, Script } from './server.ts';
import { answering, eventsOf, KINDS, never, problemIn, stage } from './stage.ts';

describe('recognised', () => {
  test.each<[Product, string, string | null]>([
    ['a1111', 'AUTOMATIC1111', null],
    ['forge', 'Forge', null],
    ['reforge', 'reForge', null],
    ['sdnext', 'SD.Next', '2026-07-01'],
    ['koboldcpp', 'KoboldCpp', '1.115'],
    ['drawthings', 'Draw Things', null],
  ])('%s', async (product, name, version) => {
    const { connection } = await stage({ product });
    const answers = await Promise.all(
      [a1111, koboldcpp, drawthings].map((kind) => ask(kind, connection, never, services())),
    );
    expect(answers.filter((answer) => answer !== null)).toEqual([expect.objectContaining({ name, version })]);
    expect(answers[[a1111, koboldcpp, drawthings].indexOf(KINDS[product])]).not.toBeNull();
  });

  test.each<[string, Script, object]>([
    ['tasks', { product: 'forge' }, { cancel: 'job', models: true }],
    ['--nowebui', { product: 'forge', headless: true }, { cancel: 'everything' }],
    ['before 1.9', { product: 'a1111', old: true }, { cancel: 'everything' }],
    ['SD.Next', { product: 'sdnext' }, { cancel: 'everything' }],
    ['KoboldCpp', { product: 'koboldcpp' }, { cancel: 'none', models: false, maxSteps: 80 }],
    ['Draw Things', { product: 'drawthings' }, { cancel: 'none', maxSteps: 150, maxSide: 8192 }],
  ])('can do, with %s', async (_, script, capabilities) => {
    const { backend } = await stage(script);
    expect((await backend.probe(never)).capabilities).toMatchObject(capabilities);
  });

  test('AUTOMATIC1111 without its API, which says what to do', async () => {
    const { connection, backend } = await stage(
      answering('a1111', /^\/sdapi\//, (response) => sendJson(response, { detail: 'Not Found' }, 404)),
    );
    const problem = { problem: { code: 'api-disabled', message: expect.stringContaining('--api') } };
    expect(await ask(a1111, connection, never, services())).toMatchObject(problem);
    await expect(backend.probe(never)).rejects.toMatchObject(problem);
    expect(problemIn(await eventsOf(backend, renderRequest()))?.code).toBe('api-disabled');
  });

  test('a locked web UI, but not a locked something', async () => {
    const { connection } = await stage({ product: 'a1111', scenario: 'locked' });
    expect(await ask(a1111, connection, never, services())).toMatchObject({
      problem: { code: 'unauthorized' },
    });
    const other = await stage(answering('a1111', /./, (response) => void response.writeHead(401).end('<p>Who?</p>')));
    expect(await ask(a1111, other.connection, never, services())).toBeNull();
  });

  test('KoboldCpp without an image model, which says what to do', async () => {
    const { connection } = await stage(
      answering('koboldcpp', '/api/extra/version', (response) =>
        sendJson(response, { result: 'KoboldCpp', version: '1.115', txt2img: false }),
      ),
    );
    expect(await ask(koboldcpp, connection, never, services())).toMatchObject({
      problem: { code: 'missing-model', message: expect.stringContaining('--sdmodel') },
    });
  });

  test.each<[string, Script]>([
    ['a page of HTML', { product: 'a1111', scenario: 'another-product' }],
    [
      'a program that only has models (an imitator)',
      answering('a1111', /cmd-flags|ping|version/, (response) => void response.writeHead(404).end()),
    ],
    ['JSON of another shape', answering('a1111', /./, (response) => sendJson(response, ['a', 'list']))],
  ])('not %s', async (_, script) => {
    const { connection } = await stage(script);
    for (const kind of [a1111, koboldcpp, drawthings])
      expect(await ask(kind, connection, never, services())).toBeNull();
  });
});
