/** What a backend has said it has is known without asking again: completion offers it. */
import { expect, test } from 'vitest';
import type { Backend } from '../../server/src/render/backend.ts';
import { eventsOf as rendered, stage as sdapi } from './a1111/stage.ts';
import { renderRequest } from './support.ts';
import { stage as swarm } from './swarmui/stage.ts';

const names = (backend: Backend) => backend.listed?.();

test('Forge: models, and LoRAs by the names that prompts use', async () => {
  const { backend } = await sdapi({ product: 'forge' });
  expect(names(backend)).toEqual({});
  await rendered(backend, renderRequest({ model: 'sd_xl_base_1.0.safetensors' }));
  expect(names(backend)).toMatchObject({
    models: expect.arrayContaining(['sd_xl_base_1.0.safetensors']),
    loras: ['add_detail'],
  });
});

test('SwarmUI: models and LoRAs; of a list that it leaves out, none', async () => {
  const { backend, render } = await swarm();
  expect(names(backend)).toEqual({});
  await render();
  expect(names(backend)).toMatchObject({ loras: ['light/warm'], vaes: [] });
  expect(names(backend)?.models?.length).toBeGreaterThan(0);
});
