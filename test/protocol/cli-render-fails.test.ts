/** A render of the bundled command line that fails, and where its credentials are from. */
import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { txt2img } from '../backends/comfyui/definitions.ts';
import type { ComfyScript } from '../backends/comfyui/server.ts';
import { sendHtml, startServer } from '../backends/support.ts';
import { comfyWith, file, stops, sweetspot } from './rendering.ts';

describe('credentials come from the environment', () => {
  test.each(['abc\r', 'tök€n'])('and are refused where no header can carry them: %j', async (token) => {
    const comfy = await comfyWith();
    const args = [file('graph.json'), '--backend', comfy.url.href, '-o', file('never.png'), '--format', 'json'];
    const { code, err, events } = await sweetspot(args, { SWEETSPOT_TOKEN: token });
    expect([code, err]).toEqual([1, '']);
    expect(events()).toMatchObject([{ kind: 'failed', code: 'invalid', message: expect.stringContaining('token') }]);
    expect(comfy.asked).toEqual([]);
  });
  const locked = (wanted: string): ComfyScript => ({
    answer: ({ headers }, response) => {
      if (headers.authorization === wanted) return false;
      response.writeHead(401).end(`not ${headers.authorization}`);
      return true;
    },
  });
  test.each([
    [{ SWEETSPOT_TOKEN: 'tiger-lily-7' }, 'Bearer tiger-lily-7'],
    [{ SWEETSPOT_USER: 'me', SWEETSPOT_PASSWORD: 'tiger-lily-7' }, `Basic ${btoa('me:tiger-lily-7')}`],
  ])('%o', async (environment, header) => {
    const comfy = await comfyWith(locked(header));
    const args = [
      file('graph.json'),
      '--backend',
      comfy.url.href,
      '--kind',
      'comfyui',
      '-o',
      file('in.png'),
      '--format',
      'json',
    ];
    const { code, out, err } = await sweetspot(args, environment);
    expect(code).toBe(0);
    const refused = await sweetspot(args, { ...environment, SWEETSPOT_TOKEN: 'tiger-lily-8' });
    expect(refused.code).toBe(1);
    expect(refused.events()).toMatchObject([{ kind: 'failed', code: 'unauthorized' }]);
    expect(out + err + refused.out + refused.err).not.toContain('tiger-lily');
  });
});

describe('a failure', () => {
  test('has its place in the file', async () => {
    const errors = [
      {
        type: 'value_bigger_than_max',
        message: 'Value 30 bigger than max of 10',
        details: 'steps',
        extra_info: { input_name: 'steps' },
      },
    ];
    const refusal = {
      error: { type: 'prompt_outputs_failed_validation', message: 'Prompt outputs failed validation', details: '' },
      node_errors: { 3: { errors, dependent_outputs: ['9'], class_type: 'KSampler' } },
    };
    const comfy = await comfyWith({
      answer: ({ method, path }, response) => {
        if (`${method} ${path}` !== 'POST /prompt') return false;
        response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify(refusal));
        return true;
      },
    });
    const { code, err } = await sweetspot([file('graph.json'), '--backend', comfy.url.href, '-o', file('no.png')]);
    expect(code).toBe(1);
    expect(err).toContain(`${file('graph.json')}:6:16: `);
  });

  test.each([
    ['nothing answers', null, 'Nothing answers at'],
    ['another program answers', 'html', 'but it is none of these'],
  ])('says that %s', async (_, page, message) => {
    const server = await startServer((_asked, response) => sendHtml(response));
    stops.push(() => server.stop());
    if (page === null) await server.stop();
    const { code, err } = await sweetspot([file('plain.yaml'), '--backend', server.url.href, '-o', file('no.png')]);
    expect([code, err]).toEqual([1, expect.stringContaining(message)]);
  });

  test('of nodes that cost credits says how to allow them', async () => {
    const comfy = await comfyWith();
    const paid = txt2img({
      '20': { class_type: 'FluxProUltraImageNode', inputs: { prompt: 'a fox', seed: 1 } },
      '21': { class_type: 'PreviewImage', inputs: { images: ['20', 0] } },
    });
    writeFileSync(file('paid.json'), JSON.stringify(paid));
    const args = [file('paid.json'), '--backend', comfy.url.href, '-o', file('paid.png')];
    const { code, err } = await sweetspot(args);
    expect([code, err]).toEqual([1, expect.stringContaining('Add --allow-paid')]);
    expect(comfy.jobs).toEqual([]);
    expect((await sweetspot([...args, '--allow-paid'])).code).toBe(0);
  });
});
