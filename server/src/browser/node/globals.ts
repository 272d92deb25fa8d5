/** What Node has as globals and browsers have not; the build puts them where they are named (esbuild's `inject`). */
export { Buffer } from 'buffer';

const waiting: (() => void)[] = [];
const { port1, port2 } = new MessageChannel();
port1.onmessage = () => waiting.shift()?.();

/** A turn for everything else first; timers would wait at least 4 ms (HTML, 8.6). */
export function setImmediate<Given extends unknown[]>(work: (...given: Given) => void, ...given: Given): void {
  waiting.push(() => work(...given));
  port2.postMessage(null);
}
