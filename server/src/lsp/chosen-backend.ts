/** Which backend renders, as the client chose it, and what is known of its state. Contacts nobody by itself. */
import { t } from '@vscode/l10n';
import type { BackendNames } from '../features/completion/names.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Measurements } from '../measured/measurements.ts';
import type { BackendChoice, BackendState } from '../protocol/backends.ts';
import { parseAddress } from '../render/address.ts';
import type { Backend } from '../render/backend.ts';
import type { BackendKind, RenderLimits } from '../render/backend-kind.ts';
import type { LoadBackends } from '../render/backends/index.ts';
import { BackendError, type BackendProblem, type ProblemCode, problemOf } from '../render/problem.ts';
import { createSession, type Session } from '../render/session.ts';

/** One render's hold on the backend it goes to: until `close`, the backend stays, even if another is chosen. */
export interface BackendLease {
  readonly session: Session;
  /** One honest sentence about its pictures. */
  readonly note: string;
  /** The user's bounds as they were when it began; the backend has the latest. */
  readonly limits: RenderLimits;
  /** It answered, or failed to. */
  report(problem: BackendProblem | null): void;
  /** The render has begun. */
  started(): void;
  /** A second call does nothing. */
  close(): void;
}

export interface ChosenBackend {
  /** Where renders go now. */
  readonly backend: Backend;
  /** What it has to choose from, as far as it has said so in renders: nobody is asked. */
  readonly names: BackendNames;
  /** Renders go there from now on; those that run go on where they are. Resolves when what speaks to it is loaded. */
  choose(choice: BackendChoice): Promise<void>;
  /** Waits for a choice that is being made. */
  lease(): Promise<BackendLease>;
  /** Told of the present backend whenever something is known anew of it. */
  onState(listener: (state: BackendState) => void): void;
  dispose(): void;
}

export interface ChoiceServices {
  readonly builtin: Backend;
  readonly backends: LoadBackends;
  readonly knowledge: Knowledge;
  /** Told of every render. */
  readonly measurements: Measurements;
  /** The user's bounds now. */
  readonly limits: () => Promise<RenderLimits>;
  readonly log: (line: string) => void;
  /** How a person gets a picture of their own model in this editor. */
  readonly connect: () => string;
}

/** After these nothing that is known of the server can be relied on. */
const OUT_OF_REACH: ReadonlySet<ProblemCode> = new Set([
  'unreachable',
  'unauthorized',
  'forbidden-origin',
  'redirected',
  'api-disabled',
  'lost',
  'protocol',
  'timeout',
]);

interface Place {
  readonly choice: BackendChoice;
  readonly backend: Backend;
  readonly session: Session;
  readonly note: string;
  /** Read by the backend whenever it needs them. */
  readonly limits: { -readonly [Bound in keyof RenderLimits]: RenderLimits[Bound] };
  readonly log: (line: string) => void;
  users: number;
  running: number;
  problem: BackendProblem | null;
  isKnown: boolean;
}

export function createChosenBackend(services: ChoiceServices): ChosenBackend {
  const { knowledge, measurements } = services;
  const builtin = measurements.watch(services.builtin);
  const places = new Set<Place>();
  let kinds: readonly BackendKind[] = [];
  /** Loaded with them: before there are no credentials. */
  let redaction: typeof import('../render/redact.ts') | null = null;
  let current = placeOf({ kind: 'builtin', address: null });
  const listeners: ((state: BackendState) => void)[] = [];
  let lastTold = '';
  let choosing = Promise.resolve();

  return {
    get backend() {
      return current.backend;
    },
    get names() {
      const { session, backend } = current;
      return { server: session.known?.name ?? backend.name, ...session.listed() };
    },
    choose(choice) {
      choosing = choosing.then(async () => {
        if (choice.kind !== 'builtin') kinds = await loadKinds();
        choose(choice);
      });
      return choosing;
    },
    async lease() {
      const limits = await services.limits();
      await choosing;
      return leaseOf(current, limits);
    },
    onState: (listener) => void listeners.push(listener),
    dispose: () => {
      for (const { backend } of places) backend.dispose();
      builtin.dispose();
    },
  };

  /** None when the file they are in is missing: every choice then says that there is no such backend. */
  async function loadKinds(): Promise<readonly BackendKind[]> {
    try {
      const [{ BACKEND_KINDS }, loaded] = await Promise.all([services.backends(), import('../render/redact.ts')]);
      redaction = loaded;
      return BACKEND_KINDS;
    } catch (error) {
      services.log(`The backends could not be loaded: ${error instanceof Error ? error.message : error}`);
      return [];
    }
  }

  function choose(choice: BackendChoice): void {
    const { kind, address, credentials = null } = choice;
    const { choice: old } = current;
    const same = JSON.stringify([old.kind, old.address, old.credentials ?? null]);
    if (same !== JSON.stringify([kind, address, credentials])) {
      const left = current;
      current = placeOf(choice);
      leave(left);
    }
    lastTold = '';
    tell();
  }

  function leaseOf(place: Place, limits: RenderLimits): BackendLease {
    Object.assign(place.limits, limits);
    let isOpen = true;
    let began = false;
    place.users += 1;
    return {
      session: place.session,
      note: place.choice.kind === 'builtin' ? `${place.note} ${services.connect()}` : place.note,
      limits,
      report: (problem) => note(place, problem),
      started: () => {
        began = true;
        place.running += 1;
        tell();
      },
      close: () => {
        if (!isOpen) return;
        isOpen = false;
        place.users -= 1;
        if (began) place.running -= 1;
        leave(place);
        tell();
      },
    };
  }

  function placeOf(choice: BackendChoice): Place {
    const { kind, credentials = null } = choice;
    const limits = { maxSide: Number.POSITIVE_INFINITY, maxDuration: Number.POSITIVE_INFINITY };
    const log = (line: string) => services.log(redaction ? redaction.redact(line, credentials) : line);
    const backend = kind === 'builtin' ? builtin : backendOf(choice, limits, log);
    const place: Place = {
      choice,
      backend,
      session: createSession(backend),
      get note() {
        return t(knowledge.data.backendKinds.kinds.find(({ id }) => id === kind)?.note ?? '');
      },
      limits,
      log,
      users: 0,
      running: 0,
      problem: null,
      isKnown: kind === 'builtin',
    };
    places.add(place);
    return place;
  }

  function backendOf(choice: BackendChoice, limits: RenderLimits, log: (line: string) => void): Backend {
    const { kind: wanted, address, credentials = null } = choice;
    try {
      const kind = kinds.find((candidate) => candidate.kind === wanted);
      if (!kind || !redaction || address === null)
        throw new BackendError('invalid', t`There is no backend "${wanted}". Run "Sweetspot: Choose Backend" again.`);
      const connection = { address: parseAddress(address), credentials };
      return measurements.watch(redaction.redacting(kind.create(connection, { knowledge, limits, log }), credentials));
    } catch (error) {
      return unusable(wanted, error);
    }
  }

  function note(place: Place, problem: BackendProblem | null): void {
    const isOut = problem !== null && OUT_OF_REACH.has(problem.code);
    place.problem = isOut ? problem : null;
    place.isKnown = !isOut;
    if (isOut) place.session.forget();
    if (problem?.detail) place.log(`${place.backend.name}: ${problem.code}: ${problem.detail}`);
    tell();
  }

  /** A backend that nobody uses any more is freed. */
  function leave(place: Place): void {
    if (place === current || place.users > 0 || !places.delete(place)) return;
    if (place.backend !== builtin) place.backend.dispose();
  }

  function tell(): void {
    const { choice, running, problem, isKnown, session, backend } = current;
    const info = session.known;
    const state: BackendState = {
      name: info?.name ?? backend.name,
      address: choice.address,
      state: running > 0 ? 'rendering' : problem ? 'failed' : isKnown ? 'ready' : 'unknown',
      version: info?.version ?? null,
      detail: problem?.message ?? null,
    };
    const text = JSON.stringify(state);
    if (text === lastTold) return;
    lastTold = text;
    for (const listener of listeners) listener(state);
  }
}

/** Stands for a choice that can't be made: whatever is asked of it says why. */
function unusable(kind: string, reason: unknown): Backend {
  const fail = async (): Promise<never> => {
    throw reason;
  };
  return {
    kind,
    name: kind,
    address: null,
    probe: fail,
    models: fail,
    render: async function* () {
      yield { kind: 'failed', problem: problemOf(reason) };
    },
    dispose: () => {},
  };
}
