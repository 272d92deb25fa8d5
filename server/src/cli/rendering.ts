/** What the commands that render have in common: the generation, the backend, and how they end. */
import type { Generation } from '../dialects/generation.ts';
import type { Analysis } from '../features/analysis.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Host } from '../lsp/host.ts';
import { parseAddress } from '../render/address.ts';
import type { Backend } from '../render/backend.ts';
import { credentialsFrom } from '../render/credentials.ts';
import { PlanError } from '../render/plan/error.ts';
import { createPrepare, type ModelQuestion, type Prepare, type RenderInput } from '../render/prepare.ts';
import { BackendError, type BackendProblem } from '../render/problem.ts';
import { redactError, redacting } from '../render/redact.ts';
import { createSession, type Session } from '../render/session.ts';
import type { Overrides } from '../run/asked.ts';
import { analyseFile, projectsWith } from './files.ts';
import { leaveSignal } from './leaving.ts';
import { overridesIn, type RenderingOptions } from './render-options.ts';
import { withUploads } from './uploads.ts';
import { UsageError } from './usage.ts';

export interface Rendering {
  readonly knowledge: Knowledge;
  readonly generation: Generation;
  readonly session: Session;
  readonly prepare: Prepare;
  /** What is asked for over the file, as a part of the input. */
  readonly input: Omit<RenderInput, 'mode'>;
  /** Aborts when the command is left (`leaveSignal`). */
  readonly signal: AbortSignal;
}

/** How whoever watches is told of an end that comes early. */
export interface EndReport {
  question(question: ModelQuestion): void;
  failed(problem: BackendProblem): void;
  cancelled(): void;
}

/** What a command tells of a file: to a program, and to a person. */
export type Reports<Options, Report> = Readonly<
  Record<'jsonReport' | 'textReport', (options: Options, analysis: Analysis, knowledge: Knowledge) => Report>
>;

/**
 * Does `work` on the generation of a file with the backend that is asked for, and frees the backend. Answers the exit code: that of
 * `work`, or 2 where it came to a question.
 * Throws `UsageError` for wrong use.
 */
export async function rendering<Options extends RenderingOptions, Report extends EndReport>(
  options: Options,
  createHost: () => Host,
  { jsonReport, textReport }: Reports<Options, Report>,
  work: (rendering: Rendering, report: Report) => Promise<number | ModelQuestion>,
): Promise<number> {
  const host = createHost();
  const overrides: Overrides = overridesIn(options.set, host.knowledge);
  const { analysis, context } = await analyseFile(options.file, projectsWith(host));
  const { knowledge } = context.service;
  const generation = choose(analysis.reading.generations, options);
  const signal = leaveSignal();
  const report = (options.json ? jsonReport : textReport)(options, analysis, knowledge);
  const input = {
    generation,
    overrides,
    model: options.model,
    models: {},
    paidNodesAllowed: options.allowPaid,
  };
  const keeping =
    options.measurements === null
      ? null
      : (await import('./measured/index.ts')).keepingIn(options.measurements, knowledge);
  let backend: Backend | null = null;
  try {
    const rendering = withUploads(
      await backendOf(options, host, signal),
      options.file,
      host.knowledge.files,
      options.upload,
    );
    backend = keeping?.watch(rendering) ?? rendering;
    const prepare = createPrepare(knowledge, host.randomSeed);
    const outcome = await work(
      { knowledge, generation, session: createSession(backend), prepare, input, signal },
      report,
    );
    await keeping?.keep();
    if (typeof outcome === 'number') return outcome;
    report.question(outcome);
    return 2;
  } catch (raw) {
    const error = redactError(raw, credentialsFrom(process.env));
    if (error instanceof PlanError) throw new UsageError(error.message);
    if (signal.aborted) report.cancelled();
    else if (error instanceof BackendError) report.failed(error.problem);
    else throw error;
    return 1;
  } finally {
    backend?.dispose();
  }
}

/**
 * The server that a person has named, or the built-in model; none is looked for. `kind`: what it is, where they say so. Throws
 * `UsageError`, and `BackendError`.
 */
export async function backendOf(
  { backend, kind: wanted, limits }: Pick<RenderingOptions, 'backend' | 'kind' | 'limits'>,
  { builtin, backends, knowledge }: Host,
  signal: AbortSignal,
): Promise<Backend> {
  if (backend === null) return builtin;
  builtin.dispose();
  const { BACKEND_KINDS, identify } = await backends();
  const kinds = BACKEND_KINDS.filter(({ kind }) => wanted === null || kind === wanted);
  if (kinds.length === 0)
    throw new UsageError(`--kind is one of ${BACKEND_KINDS.map(({ kind }) => kind).join(', ')}, not "${wanted}"`);
  const credentials = credentialsFrom(process.env);
  const connection = { address: addressOf(backend), credentials };
  const services = { knowledge, limits, log: () => {} };
  const kind = wanted === null ? (await identify(kinds, connection, services, signal)).kind : kinds[0];
  return redacting(kind.create(connection, services), credentials);
}

/** Throws `UsageError` for what is no address: wrong use, as with any option, before anybody was asked. */
function addressOf(typed: string): URL {
  try {
    return parseAddress(typed);
  } catch (error) {
    throw error instanceof BackendError ? new UsageError(error.message) : error;
  }
}

function choose(generations: readonly Generation[], { generation: id, file }: RenderingOptions): Generation {
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
