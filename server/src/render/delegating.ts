/** A backend that does as another, but for what it does itself. */
import type { Backend } from './backend.ts';

/** `changed`: what it does itself. What the other leaves out it leaves out, too. */
export function delegating(backend: Backend, changed: Partial<Backend>): Backend {
  return new Proxy(backend, {
    get: (target, name) => {
      const value: unknown = Reflect.get(name in changed ? changed : target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
