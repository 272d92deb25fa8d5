/** The face of the folder: what a program makes of a generation. */
export { holds, nodeBounds, nodeFacts } from './facts.ts';
export { isAbove, runsAt, type Scale } from './guidance.ts';
export { flowModelOf, isFewStep, isOfPictures, ofPicture, ofSampling, type RunModel } from './model.ts';
export { isPartOpen, scheduleLength } from './part.ts';
export { predictionOf } from './prediction.ts';
export { type Run, runOf } from './run.ts';
export { holdsSampler } from './sampling.ts';
export { type Codes, codesOf, scheduleName, scheduleStart, schedulesFor, scheduleWords } from './schedule-name.ts';
export type { Side } from './size.ts';
export { type Because, negativeTexts, type Unread } from './unread.ts';
