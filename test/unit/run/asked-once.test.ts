/**
 * Each question is asked once: what is known of a generation is made when it is read. A hover looks it up, a keystroke makes that of
 * the generation it stands in, a render that of what is asked for over the file.
 */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { RULES } from '../../../server/src/check/order.ts';
import { finish } from '../../../server/src/common/slices.ts';
import { createPageLinks } from '../../../server/src/features/links.ts';
import type { Rule } from '../../../server/src/findings/finding.ts';
import { type Backend, USUAL_CAPABILITIES } from '../../../server/src/render/backend.ts';
import { createPrepare } from '../../../server/src/render/prepare.ts';
import { createSession } from '../../../server/src/render/session.ts';
import { createService } from '../../../server/src/service/index.ts';
import { apiGraph, workflow } from '../../support/graphs.ts';
import { knowledge } from '../../support/knowledge.ts';

/** How often what is costly was made since the request began. */
const made = vi.hoisted(() => ({ runs: 0, findings: 0, readers: 0, graphs: 0, sent: 0 }));

type Any = (...given: never[]) => unknown;
const counting = vi.hoisted(
  () =>
    (what: keyof typeof made, make: Any): Any =>
    (...given) => {
      made[what] += 1;
      return make(...given);
    },
);
// None of these imports another, or one would be imported as it is while the other is on its way.
vi.mock(import('../../../server/src/run/facts.ts'), async (load) => {
  const module = await load();
  return { ...module, factsOf: counting('runs', module.factsOf) as typeof module.factsOf };
});
vi.mock(import('../../../server/src/dialects/graphs/generations.ts'), async (load) => {
  const module = await load();
  return {
    ...module,
    createInterpreter: (...given) => {
      made.readers += 1;
      return counting('graphs', module.createInterpreter(...given)) as ReturnType<typeof module.createInterpreter>;
    },
  };
});
vi.mock(import('../../../server/src/render/graph-json.ts'), async (load) => {
  const module = await load();
  return { ...module, jsonOf: counting('sent', module.jsonOf) as typeof module.jsonOf };
});

(RULES as Rule[]).push(() => {
  made.findings += 1;
  return [];
});

const NOTHING = { runs: 0, findings: 0, readers: 0, graphs: 0, sent: 0 };
const links = createPageLinks('file:///pages/', true);
const service = createService(knowledge);
const prepare = createPrepare(knowledge, () => 0n);
const session = createSession({
  kind: 'comfyui',
  name: 'ComfyUI',
  address: new URL('http://127.0.0.1:8188'),
  probe: async () => ({
    ...{ name: 'ComfyUI', version: null },
    capabilities: { ...USUAL_CAPABILITIES, graphs: true, maxSeed: 2n ** 64n - 1n },
  }),
  models: async () => [{ name: 'other.safetensors', hashes: [] }],
} satisfies Partial<Backend> as unknown as Backend);

const jobs = '- {prompt: a cat, steps: 30, model: sdxl}\n- {prompt: a dog, steps: 30, model: sdxl}\n';

describe.each([
  ['jobs', jobs, 'yaml', { generations: 2, isGraph: false }],
  ['an API graph', apiGraph(), 'json', { generations: 1, isGraph: true }],
  ['a workflow', workflow(), 'json', { generations: 1, isGraph: true }],
])('%s', (_, content, languageId, { generations, isGraph }) => {
  const text = service.open(content, languageId);
  const at = content.indexOf('30');
  const settled = () => {
    const analysis = finish(text.analysis());
    if (!analysis) throw new Error('edited meanwhile');
    return { analysis, findings: service.findings(analysis) };
  };
  const graphs = isGraph ? 1 : 0;

  beforeEach(() => void Object.assign(made, NOTHING));

  test('opened: each generation has one run, judged once', () => {
    settled();
    expect(made).toEqual({ ...NOTHING, graphs, runs: generations, findings: generations });
  });

  test('hovered: nothing is made', () => {
    const { analysis } = settled();
    expect(service.hover(analysis, at, { pictures: false, theme: 'dark', links })).not.toBeNull();
    expect(made).toEqual(NOTHING);
  });

  test('typed into: one run, judged once', () => {
    text.edit({ start: at, end: at + 2, text: '35' });
    settled();
    expect(made).toEqual({ ...NOTHING, graphs, runs: 1, findings: 1 });
    settled();
    expect(made).toEqual({ ...NOTHING, graphs, runs: 1, findings: 1 });
  });

  test('rendered as it is written: no run, and the graph is written out once', async () => {
    const [generation] = settled().analysis.reading.generations;
    const input = { generation, models: {}, paidNodesAllowed: false, mode: 'configured' as const };
    await prepare(input, session, { maxSide: 2048 }, new AbortController().signal);
    expect(made).toEqual({ ...NOTHING, sent: graphs });
  });

  test('rendered with other values: the run of those', async () => {
    const [generation] = settled().analysis.reading.generations;
    const model = generation.model?.text ?? '';
    const models = { [model]: 'other.safetensors' };
    const overrides = { inference_steps: '8' };
    const input = { generation, overrides, models, paidNodesAllowed: false, mode: 'configured' as const };
    const prepared = await prepare(input, session, { maxSide: 2048 }, new AbortController().signal);
    expect(prepared).toMatchObject({ request: { steps: 8, model: 'other.safetensors' } });
    expect(made).toEqual({ ...NOTHING, runs: 1, sent: graphs });
  });
});
