/** `node:timers/promises` in browsers, as far as it is used. */
import { setImmediate as soon } from './globals.ts';

export function setImmediate(): Promise<void> {
  return new Promise((resolve) => soon(resolve));
}

/** Rejects with the signal's reason when it aborts. */
export function setTimeout<Value>(
  milliseconds: number,
  value?: Value,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<Value | undefined> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = globalThis.setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve(value);
    }, milliseconds);
    signal?.addEventListener('abort', abort, { once: true });
  });
}
