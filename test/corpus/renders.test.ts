/** Every generation of the corpus, prepared for a server that runs graphs: what is sent, and that it has places in the file. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Backend, Capabilities } from '../../server/src/render/backend.ts';
import { PlanError } from '../../server/src/render/plan/error.ts';
import { createPrepare, type Prepared } from '../../server/src/render/prepare.ts';
import { createSession } from '../../server/src/render/session.ts';
import { analyse, knowledge } from '../support/knowledge.ts';

const folder = new URL('../../../shared/corpus/dev/', import.meta.url);
const files = readdirSync(folder).filter((name) => /\.(json|jsonc|ya?ml)$/.test(name) && name !== 'labels.json');

const capabilities: Capabilities = {
  cancel: 'job',
  schedulesItself: false,
  graphs: true,
  models: false,
  maxSide: 16_384,
  maxSteps: 10_000,
  maxSeed: 2n ** 64n - 1n,
};
const backend: Backend = {
  kind: 'comfyui',
  name: 'ComfyUI',
  address: new URL('http://127.0.0.1:8188'),
  probe: async () => ({ name: 'ComfyUI', version: null, capabilities }),
  models: async () => [],
  // biome-ignore lint/correctness/useYield: nothing is rendered here.
  render: async function* () {
    throw new Error('nothing is rendered here');
  },
  dispose: () => {},
};
const prepare = createPrepare(knowledge, () => 77n);
const never = new AbortController().signal;

/** `null` where the file can't be rendered as it stands. */
async function prepared(text: string, index: number): Promise<Prepared | null> {
  const { document, reading } = analyse(text);
  const input = { generation: reading.generations[index], document, mode: 'draft' as const, models: {} };
  try {
    const result = await prepare(
      { ...input, paidNodesAllowed: false },
      createSession(backend),
      { maxSide: 4096 },
      never,
    );
    return 'question' in result ? null : result;
  } catch (error) {
    if (error instanceof PlanError) return null;
    throw error;
  }
}

let graphs = 0;
let drafts = 0;

describe('a draft of every generation', () => {
  test.each(files)('%s', async (name) => {
    const text = readFileSync(new URL(name, folder), 'utf8');
    const { generations } = analyse(text).reading;
    for (const [index, generation] of generations.entries()) {
      const result = await prepared(text, index);
      if (!result) continue;
      const { request, placeOf } = result;
      expect(request.steps).toBeGreaterThan(0);
      expect(request.width * request.height).toBeGreaterThan(0);
      if (!/^comfyui/.test(generation.dialect)) {
        expect(request.graph).toBeNull();
        continue;
      }
      graphs += 1;
      expect(request.graph).not.toBeNull();
      for (const { node, input } of request.graph?.overrides ?? []) {
        drafts += 1;
        const range = placeOf({ node, input, message: '' });
        expect(range, `${node}.${input}`).not.toBeNull();
        expect(text.slice(range?.start, range?.end)).not.toBe('');
      }
      if (request.graph?.format === 'api') {
        const sent = request.graph.json as Record<string, { inputs: Record<string, unknown> }>;
        for (const { node, input } of request.graph.overrides) expect(sent[node].inputs).toHaveProperty([input]);
        expect(sent).toHaveProperty([request.graph.sampler]);
      }
    }
  });
  test('found graphs to look at', () => {
    expect(graphs).toBeGreaterThan(20);
    expect(drafts).toBeGreaterThan(10);
  });
});
