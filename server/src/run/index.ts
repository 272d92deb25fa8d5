/** The face of the folder: what a program makes of a generation. */
export { type GuidanceKind, isAbove, type RunGuidance, type Scale } from './guidance.ts';
export { isFewStep, type RunModel } from './model.ts';
export { type Run, runOf } from './run.ts';
export { type ToldRun, toldRun } from './told.ts';
export type { Unread } from './unread.ts';
