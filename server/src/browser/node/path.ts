/** `node:path` in browsers, as far as it is used: paths of addresses. */
export const isAbsolute = (path: string): boolean => path.startsWith('/');
export const basename = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
export const dirname = (path: string): string => path.slice(0, path.lastIndexOf('/'));
export const join = (...parts: readonly string[]): string => parts.join('/');
