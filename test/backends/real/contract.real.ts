/** The contract of backends for the server that run.ts was given. */
import * as v from 'valibot';
import { afterAll, beforeEach } from 'vitest';
import { parseAddress } from '../../../server/src/render/address.ts';
import type { RenderEvent } from '../../../server/src/render/backend.ts';
import { BACKEND_KINDS } from '../../../server/src/render/backends/kinds.ts';
import { identify } from '../../../server/src/render/backends/shared/detect.ts';
import { credentialsFrom } from '../../../server/src/render/credentials.ts';
import { knowledge } from '../../support/knowledge.ts';
import { describeContract, type Scenario, type Stage, type Subject } from '../contract.ts';
import { elsewhere, gate, renderRequest, services } from '../support.ts';
import { LEAVING } from './leaving.ts';

const Count = v.pipe(v.string(), v.toNumber(), v.integer(), v.minValue(1));
const asked = v.parse(
  v.object({
    address: v.string(),
    kind: v.optional(v.string()),
    model: v.optional(v.string()),
    steps: Count,
    side: Count,
  }),
  JSON.parse(process.env.SWEETSPOT_TEST_BACKEND ?? '{}'),
);

const kinds = BACKEND_KINDS.filter(({ kind }) => asked.kind === undefined || kind === asked.kind);
if (kinds.length === 0)
  throw new Error(`There is no kind "${asked.kind}". There are: ${BACKEND_KINDS.map(({ kind }) => kind).join(', ')}.`);
const connection = { address: parseAddress(asked.address), credentials: credentialsFrom(process.env) };
const log: string[] = [];
const limits = { maxSide: 2048, maxDuration: 600_000 };
const never = new AbortController().signal;
const found = await identify(kinds, connection, { ...services(log), limits }, never);
console.log(
  `${found.info?.name} ${found.info?.version ?? ''} (${found.kind.kind}), ${found.models ?? 'no list of'} models`,
);

const NOT_BY_HAND = 'a real server can not be told to';
const impossible: Partial<Record<Scenario, string>> = {
  'slow-pieces': NOT_BY_HAND,
  deaf: NOT_BY_HAND,
  dies: NOT_BY_HAND,
  'another-product': NOT_BY_HAND,
  redirects: NOT_BY_HAND,
  locked: NOT_BY_HAND,
  invalid: NOT_BY_HAND,
  crashes: NOT_BY_HAND,
  'no-picture': NOT_BY_HAND,
};

/** Milliseconds after which a render has begun on a server that says nothing of it. */
const SILENT_START = 2000;

/** Every stage has a seed of its own: ComfyUI would not render the same again. */
let seed = BigInt(Date.now() % 2 ** 31);

/** Aborted where the tests are to end early: whatever renders takes its job back, and nothing begins any more. */
const leaving = new AbortController();
const channel = new BroadcastChannel(LEAVING);
channel.onmessage = () => leaving.abort();
beforeEach(({ skip }) => skip(leaving.signal.aborted));
afterAll(() => channel.close());

/** Of the render that is cancelled: a server that can't stop it lets all others wait until it is done. */
const MANY = ['none', 'queued'].includes(found.info?.capabilities.cancel ?? 'job') ? asked.steps : 150;

async function stage(scenario: Scenario): Promise<Stage> {
  const backend = found.kind.create(connection, { ...services(log), limits });
  const models = found.info?.capabilities.models ? await backend.models(never, renderRequest()) : [];
  const model = asked.model ?? models[0]?.name ?? null;
  seed += 1n;
  const request = renderRequest({
    model,
    family: knowledge.model(model ?? '', 'model')?.id ?? null,
    steps: scenario === 'endless' ? MANY : asked.steps,
    width: asked.side,
    height: asked.side,
    seed,
  });
  const begun = gate();
  return {
    backend: {
      ...backend,
      probe: (signal) => backend.probe(signal),
      models: (signal, which) => backend.models(signal, which),
      render: (which, signal) => seen(backend.render(which, AbortSignal.any([signal, leaving.signal])), begun.resolve),
      dispose: () => backend.dispose(),
    },
    request,
    begun: begun.promise,
    stop: async () => {},
  };
}

/** Events as they pass, telling when the render has begun. */
async function* seen(events: AsyncIterable<RenderEvent>, begun: () => void): AsyncGenerator<RenderEvent, void, void> {
  setTimeout(begun, SILENT_START).unref();
  for await (const event of events) {
    if (event.kind === 'step' || event.kind === 'progress' || event.kind === 'preview') begun();
    if (event.kind === 'warning') console.log(`  warning: ${event.text}`);
    if (event.kind === 'failed') console.log(`  failed: ${event.problem.message} ${event.problem.detail ?? ''}`);
    yield event;
  }
}

/** Kinds that tell no steps. */
const SILENT = ['swarmui', 'sdcpp', 'koboldcpp', 'drawthings', 'localai', 'vllm', 'sglang', 'openai'];
const { kind } = found.kind;
const subject: Subject = {
  name: `${kind} at ${connection.address.origin}`,
  real: true,
  impossible,
  hides: SILENT.includes(kind) ? ['steps'] : [],
  stage,
};
describeContract(subject, elsewhere);
