/** The backend that needs nothing: a small, exact diffusion model of imaginary land, in a thread of its own. */
import { t } from '@vscode/l10n';
import { once } from '../../common/memory.ts';
import { type Backend, type Capabilities, type Offers, USUAL_CAPABILITIES } from '../backend.ts';
import { LIMITS, SAMPLERS, SCHEDULES } from './names.ts';
import type { BuiltinOptions } from './rendering.ts';

const name = (): string => t`Sweetspot's built-in model`;

const CAPABILITIES: Capabilities = {
  ...USUAL_CAPABILITIES,
  models: false,
  maxSide: LIMITS.side,
  maxSteps: LIMITS.steps,
  maxSeed: LIMITS.seed,
};

const OFFERS: Offers = { samplers: SAMPLERS, schedules: SCHEDULES };

/** The built-in backend. Its thread starts with the first render, serves one render after another, and keeps no process alive. */
export function createBuiltinBackend(options: BuiltinOptions): Backend {
  const thread = once(async () => new (await import('./rendering.ts')).RenderThread(options));
  return {
    kind: 'builtin',
    get name() {
      return name();
    },
    address: null,
    probe: async () => ({ name: name(), version: null, capabilities: CAPABILITIES }),
    models: async () => [],
    offers: async () => OFFERS,
    async *render(request, signal) {
      yield* (await thread()).render(request, signal);
    },
    dispose: () => {
      // What could not be loaded has nothing to end.
      thread().then(
        (loaded) => loaded.dispose(),
        () => {},
      );
    },
  };
}
