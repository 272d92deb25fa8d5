/** `sweetspot render`: a picture of one generation, by the built-in model or by a server. */
import type { Generation } from '../dialects/generation.ts';
import type { Host } from '../host.ts';
import type { Backend } from '../render/backend.ts';
import { parseAddress } from '../render/backends/address.ts';
import { PlanError } from '../render/plan-error.ts';
import { createPrepare } from '../render/prepare.ts';
import { BackendError } from '../render/problem.ts';
import { redactError, redacting } from '../render/redact.ts';
import { createSession } from '../render/session.ts';
import { renderWithin } from '../render/within-time.ts';
import { credentialsFrom } from './credentials.ts';
import { writePicture } from './picture-file.ts';
import { overridesIn, parseRenderOptions, type RenderOptions } from './render-options.ts';
import { jsonReport, textReport } from './render-report.ts';
import { analyseFile, type Command, UsageError } from './usage.ts';

export const render: Command = async (args, createHost) => {
  const options = parseRenderOptions(args);
  const host = createHost();
  const overrides = overridesIn(options.set, host.knowledge);
  const analysis = await analyseFile(options.file, host);
  const generation = choose(analysis.reading.generations, options);
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  const { signal } = interrupted;
  const report = options.json ? jsonReport(options, analysis) : textReport(options, analysis, host.knowledge);
  let backend: Backend | null = null;
  try {
    backend = await backendOf(options, host, signal);
    const session = createSession(backend);
    const wish = {
      generation,
      document: analysis.document,
      mode: options.draft ? ('draft' as const) : ('configured' as const),
      overrides,
      model: options.model,
      models: {},
      paidNodesAllowed: options.allowPaid,
    };
    const prepared = await createPrepare(host.knowledge, host.randomSeed)(wish, session, options.limits, signal);
    if ('question' in prepared) {
      report.question(prepared);
      return 2;
    }
    report.plan(generation, prepared, session);
    let pictures = 0;
    for await (const event of renderWithin(backend, prepared.request, options.limits.maxDuration, signal)) {
      if (event.kind === 'picture') {
        pictures += 1;
        report.picture(event, await writePicture(options.output, event.picture, pictures));
      } else if (event.kind === 'failed') report.failed(event.problem, prepared);
      else if (event.kind !== 'preview') report.event(event, prepared);
      if (event.kind === 'done') return 0;
    }
    return 1;
  } catch (raw) {
    const error = redactError(raw, credentialsFrom(process.env));
    if (error instanceof PlanError) throw new UsageError(error.message);
    if (signal.aborted) {
      report.event({ kind: 'cancelled' });
      return 1;
    }
    if (!(error instanceof BackendError)) throw error;
    report.failed(error.problem);
    return 1;
  } finally {
    backend?.dispose();
  }
};

async function backendOf(options: RenderOptions, host: Host, signal: AbortSignal): Promise<Backend> {
  if (options.backend === null) return host.builtin;
  host.builtin.dispose();
  const { BACKEND_KINDS, identify } = await host.backends();
  const kinds = BACKEND_KINDS.filter(({ kind }) => options.kind === null || kind === options.kind);
  if (kinds.length === 0)
    throw new UsageError(`--kind is one of ${BACKEND_KINDS.map(({ kind }) => kind).join(', ')}, not "${options.kind}"`);
  const credentials = credentialsFrom(process.env);
  const connection = { address: parseAddress(options.backend), credentials };
  const services = { knowledge: host.knowledge, limits: options.limits, log: () => {} };
  const kind = options.kind === null ? (await identify(kinds, connection, services, signal)).kind : kinds[0];
  return redacting(kind.create(connection, services), credentials);
}

function choose(generations: readonly Generation[], { generation: id, file }: RenderOptions): Generation {
  if (generations.length === 0)
    throw new UsageError(
      `${file} holds no generation: no step count with a prompt, model or sampler beside it was found`,
    );
  const found = id === undefined ? generations[0] : generations.find((generation) => generation.id === id);
  if (!found)
    throw new UsageError(
      `${file} has no generation "${id}". It has: ${generations.map((generation) => generation.id).join(', ')}`,
    );
  return found;
}
