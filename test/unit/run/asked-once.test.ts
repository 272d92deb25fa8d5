/**
 * Each question is asked once: what is known of a generation is made when it is read. A hover looks it up, a keystroke makes that of
 * the generation it stands in, a render that of what is asked for over the file.
 */
import { beforeEach, describe, expect, test } from 'vitest';
import { RULES } from '../../../server/src/check/order.ts';
import { finish } from '../../../server/src/common/slices.ts';
import { graphReadersOf } from '../../../server/src/dialects/graphs/readers.ts';
import { createPageLinks } from '../../../server/src/features/links.ts';
import type { Rule } from '../../../server/src/findings/finding.ts';
import { type Backend, USUAL_CAPABILITIES } from '../../../server/src/render/backend.ts';
import { createPrepare, type RenderInput } from '../../../server/src/render/prepare.ts';
import { createSession } from '../../../server/src/render/session.ts';
import { createService } from '../../../server/src/service/index.ts';
import { apiGraph, workflow } from '../../support/graphs.ts';
import { knowledge } from '../../support/knowledge.ts';

const NOTHING = { runs: 0, judgements: 0, searched: 0, graphs: 0 };
/** How often what is costly was made since the request began. */
const made = { ...NOTHING };

/** A run begins with its program. */
const known: typeof knowledge = {
  ...knowledge,
  program: (id) => {
    made.runs += 1;
    return knowledge.program(id);
  },
};
(RULES as Rule[]).push(() => {
  made.judgements += 1;
  return [];
});
for (const reader of graphReadersOf(known)) {
  const { recognises, read } = reader;
  Object.assign(reader, {
    recognises: (...given: Parameters<typeof recognises>) => {
      made.searched += 1;
      return recognises(...given);
    },
    read: (...given: Parameters<typeof read>) => {
      made.graphs += 1;
      return read(...given);
    },
  });
}

const links = createPageLinks('file:///pages/', true);
const service = createService(known);
const prepare = createPrepare(known, () => 0n);
/** Graphs that the backend was asked about, as they are sent. */
const sent = new Set<unknown>();
const session = createSession({
  kind: 'comfyui',
  name: 'ComfyUI',
  address: new URL('http://127.0.0.1:8188'),
  probe: async () => ({
    ...{ name: 'ComfyUI', version: null },
    capabilities: { ...USUAL_CAPABILITIES, graphs: true, maxSeed: 2n ** 64n - 1n },
  }),
  models: async (_, request) => {
    if (request?.graph) sent.add(request.graph.json);
    return [{ name: 'other.safetensors', hashes: [] }];
  },
  changes: async ({ graph }) => {
    if (graph) sent.add(graph.json);
    return [];
  },
} satisfies Partial<Backend> as unknown as Backend);

const jobs = '- {prompt: a cat, steps: 30, model: sdxl}\n- {prompt: a dog, steps: 30, model: sdxl}\n';

describe.each([
  ['jobs', jobs, 'yaml', { generations: 2, graphs: 0 }],
  ['an API graph', apiGraph(), 'json', { generations: 1, graphs: 1 }],
  ['a workflow', workflow(), 'json', { generations: 1, graphs: 1 }],
])('%s', (_, content, languageId, { generations, graphs }) => {
  const text = service.open(content, languageId);
  const at = content.indexOf('30');
  const settled = () => {
    const analysis = finish(text.analysis());
    if (!analysis) throw new Error('edited meanwhile');
    return { analysis, findings: service.findings(analysis) };
  };
  const rendered = async (asked: Partial<RenderInput>) => {
    const [generation] = settled().analysis.reading.generations;
    const models = { [generation.model?.text ?? '']: 'other.safetensors' };
    const input = { generation, models, paidNodesAllowed: false, mode: 'configured' as const, ...asked };
    return prepare(input, session, { maxSide: 2048 }, new AbortController().signal);
  };

  beforeEach(() => {
    Object.assign(made, NOTHING);
    sent.clear();
  });

  test('opened: each generation has one run, judged once', () => {
    settled();
    expect(made).toMatchObject({ graphs, runs: generations, judgements: generations });
  });

  test('hovered: nothing is made', () => {
    const { analysis } = settled();
    expect(service.hover(analysis, at, { pictures: false, theme: 'dark', links })).not.toBeNull();
    expect(made).toEqual(NOTHING);
  });

  test('typed into: one run, judged once', () => {
    text.edit({ start: at, end: at + 2, text: '35' });
    settled();
    settled();
    expect(made).toMatchObject({ graphs, runs: 1, judgements: 1 });
  });

  test('rendered as it is written: nothing is made but the graph that is sent', async () => {
    expect(await rendered({})).toMatchObject({ request: { steps: 35, model: 'other.safetensors' } });
    expect(made).toEqual(NOTHING);
    expect(sent.size).toBe(graphs);
  });

  test('rendered with other values: the run of those', async () => {
    const prepared = await rendered({ overrides: { inference_steps: '8' } });
    expect(prepared).toMatchObject({ request: { steps: 8, model: 'other.safetensors' } });
    expect(made).toEqual({ ...NOTHING, runs: 1 });
    expect(sent.size).toBe(graphs);
  });
});
