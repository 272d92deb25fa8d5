/** Everything that speaks to servers, to be loaded when a person first asks for one. */
export type LoadBackends = () => Promise<typeof import('./index.ts')>;

export { BACKEND_KINDS } from './kinds.ts';
export { describe, detect, identify } from './shared/detect.ts';
