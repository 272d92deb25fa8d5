/** `node:events` in browsers, as far as it is used: a browser counts no listeners. */
export function setMaxListeners(): void {}
