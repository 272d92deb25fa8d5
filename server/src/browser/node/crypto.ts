/** `node:crypto` in browsers, as far as it is used. */
import type * as node from 'node:crypto';

export const randomUUID: typeof node.randomUUID = () => crypto.randomUUID();
