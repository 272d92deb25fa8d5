/** The face of the folder: what a program makes of a generation. */
export { type GuidanceKind, isAbove, type RunGuidance, type Scale } from './guidance.ts';
export { isFewStep, type RunModel } from './model.ts';
export { scheduleLength } from './part.ts';
export { type RunReport, runReport } from './report.ts';
export { type Run, runOf } from './run.ts';
export type { Unread } from './unread.ts';
