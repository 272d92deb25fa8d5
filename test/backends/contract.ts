/**
 * What every backend promises, as tests. A backend's own test file gives the scripted servers; this file gives the questions.
 * `npm run test:backend -- URL` asks the ones that need no script of a real server.
 */
import { describe, expect, test } from 'vitest';
import type { Backend, RenderEvent, RenderRequest } from '../../server/src/render/backend.ts';
import { ABORT_GRACE } from '../../server/src/render/backends/shared/job.ts';
import { BackendError, type ProblemCode } from '../../server/src/render/problem.ts';

/** How the scripted server behaves. */
export type Scenario =
  /** As a healthy server: at least four steps where it tells steps, one picture. */
  | 'healthy'
  /** As `healthy`, with every body and frame in small pieces. */
  | 'slow-pieces'
  /** Begins to render and stays there until it is cancelled. */
  | 'endless'
  /** As `endless`, and answers no cancel either. */
  | 'deaf'
  /** Dies after the render has begun. */
  | 'dies'
  /** Answers 200 with a page of HTML, whatever is asked. */
  | 'another-product'
  /** Redirects to `elsewhere`. */
  | 'redirects'
  /** Wants credentials and is given none. */
  | 'locked'
  /** Refuses what is asked for, in its own format of errors. */
  | 'invalid'
  /** Fails inside, with a body that is not JSON. */
  | 'crashes'
  /** Ends a render without a picture. */
  | 'no-picture';

export interface Stage {
  readonly backend: Backend;
  readonly request: RenderRequest;
  /** Resolves once the scripted server has begun to render (`endless`, `deaf`). */
  readonly begun?: Promise<void>;
  /** True once the server was told to stop the job. */
  readonly wasCancelled?: () => boolean | Promise<boolean>;
  stop(): Promise<void>;
}

export interface Subject {
  readonly name: string;
  /** A real server, which nobody stops, and whose previews may be switched off. */
  readonly real?: boolean;
  /** Scenarios that this kind of server can't be in, with the reason: their tests don't exist. */
  readonly impossible?: Readonly<Partial<Record<Scenario, string>>>;
  /** What it does not show of a render that runs: a count of steps, pictures that are not finished. */
  readonly hides?: readonly ('steps' | 'previews')[];
  /** Starts the scripted server. `elsewhere`: an origin for `redirects`. */
  stage(scenario: Scenario, elsewhere: URL): Promise<Stage>;
}

const SECRET = 'tiger-lily-7';

/** The events of a whole render. Fails when the terminal event is not exactly one, or not last. */
export async function eventsOf(stage: Stage, signal = new AbortController().signal): Promise<RenderEvent[]> {
  const events: RenderEvent[] = [];
  for await (const event of stage.backend.render(stage.request, signal)) events.push(event);
  const terminal = events.filter(({ kind }) => kind === 'done' || kind === 'failed' || kind === 'cancelled');
  expect(terminal, JSON.stringify(events.map(({ kind }) => kind))).toHaveLength(1);
  expect(events.at(-1)).toBe(terminal[0]);
  expect(JSON.stringify(events, (_, value) => (typeof value === 'bigint' ? `${value}` : value))).not.toContain(SECRET);
  return events;
}

/** Registers the contract's tests for a backend. */
export function describeContract(
  subject: Subject,
  elsewhere: () => Promise<{ url: URL; hits(): number; stop(): Promise<void> }>,
): void {
  /** Stages a scenario, runs a test on it and takes it down. */
  const on = (name: string, scenario: Scenario, run: (stage: Stage, hits: () => number) => Promise<void>): void => {
    if (subject.impossible?.[scenario]) return;
    test(`${name} (${scenario})`, async () => {
      const other = await elsewhere();
      const stage = await subject.stage(scenario, other.url);
      try {
        await run(stage, other.hits);
      } finally {
        stage.backend.dispose();
        await stage.stop();
        await other.stop();
      }
    });
  };
  const fails = (name: string, scenario: Scenario, codes: readonly ProblemCode[]): void =>
    on(name, scenario, async (stage, hits) => {
      const last = (await eventsOf(stage)).at(-1);
      expect(last?.kind === 'failed' ? last.problem.code : last?.kind).toBeOneOf([...codes]);
      if (last?.kind === 'failed') expect(last.problem.message).toMatch(/\S.*[.!?)]$/s);
      expect(hits()).toBe(0);
    });

  describe(`contract: ${subject.name}`, () => {
    for (const scenario of ['healthy', 'slow-pieces'] as const) {
      on('renders a picture', scenario, async (stage) => {
        const events = await eventsOf(stage);
        expect(events.at(-1)).toMatchObject({ kind: 'done' });
        const pictures = events.flatMap((event) => (event.kind === 'picture' ? [event.picture] : []));
        expect(pictures).toHaveLength(1);
        expect(pictures[0].width * pictures[0].height).toBeGreaterThan(0);
        const steps = events.flatMap((event) => (event.kind === 'step' ? [event.done] : []));
        expect(steps).toEqual([...steps].sort((a, b) => a - b));
        // Of a real server whose progress is polled, fast steps pass between two questions.
        const least = subject.real ? 1 : stage.request.steps - 1;
        if (!subject.hides?.includes('steps')) expect(steps.length).toBeGreaterThanOrEqual(least);
        if (scenario === 'healthy' && !subject.hides?.includes('previews') && !subject.real)
          expect(events.some(({ kind }) => kind === 'preview')).toBe(true);
      });
    }
    on('says what it is', 'healthy', async ({ backend }) => {
      const info = await backend.probe(new AbortController().signal);
      expect(info.name).not.toBe('');
    });
    on('lists its models', 'healthy', async ({ backend, request }) => {
      const { capabilities } = await backend.probe(new AbortController().signal);
      const models = await backend.models(new AbortController().signal, request);
      expect(models.length > 0).toBe(capabilities.models);
    });
    on('offers samplers that can be chosen, if it has a list', 'healthy', async ({ backend }) => {
      const { samplers = null } = (await backend.offers?.(new AbortController().signal)) ?? {};
      expect(samplers?.length).not.toBe(0);
      expect(samplers?.every((name) => name.trim() !== '') ?? true).toBe(true);
    });
    on('is cancelled', 'endless', async (stage) => {
      const { capabilities } = await stage.backend.probe(new AbortController().signal);
      const controller = new AbortController();
      const events = eventsOf(stage, controller.signal);
      await stage.begun;
      controller.abort();
      expect((await events).at(-1)).toEqual({ kind: 'cancelled' });
      if (capabilities.cancel === 'job' && !subject.real) expect(await stage.wasCancelled?.()).toBe(true);
    });
    on('is cancelled in time though the server is deaf', 'deaf', async (stage) => {
      const controller = new AbortController();
      const events = eventsOf(stage, controller.signal);
      await stage.begun;
      const aborted = performance.now();
      controller.abort();
      expect((await events).at(-1)).toEqual({ kind: 'cancelled' });
      expect(performance.now() - aborted).toBeLessThan(ABORT_GRACE + 2000);
    });
    on('does not begin when cancelled before', 'healthy', async (stage) => {
      const controller = new AbortController();
      controller.abort();
      expect(await eventsOf(stage, controller.signal)).toEqual([{ kind: 'cancelled' }]);
    });
    on('two renders at a time both end', 'healthy', async (stage) => {
      const [one, two] = await Promise.all([eventsOf(stage), eventsOf(stage)]);
      expect([one.at(-1)?.kind, two.at(-1)?.kind]).toEqual(['done', 'done']);
    });
    on('refuses another product', 'another-product', async ({ backend }) => {
      await expect(backend.probe(new AbortController().signal)).rejects.toBeInstanceOf(BackendError);
    });
    fails('fails on another product', 'another-product', ['protocol', 'unreachable']);
    fails('goes nowhere else', 'redirects', ['redirected', 'unreachable']);
    fails('says that it is locked', 'locked', ['unauthorized']);
    fails('passes a refusal on', 'invalid', ['invalid', 'missing-model', 'missing-node']);
    fails('survives a crash inside', 'crashes', ['server']);
    fails('survives the death of the server', 'dies', ['lost', 'unreachable']);
    fails('notices that there is no picture', 'no-picture', ['no-picture', 'server']);
    if (subject.real) return;
    on('says that nothing answers', 'healthy', async (stage) => {
      await stage.stop();
      const last = (await eventsOf(stage)).at(-1);
      expect(last?.kind === 'failed' && last.problem.code).toBeOneOf(['unreachable', 'lost']);
      await expect(stage.backend.probe(new AbortController().signal)).rejects.toBeInstanceOf(BackendError);
    });
  });
}
