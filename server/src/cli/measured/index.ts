/** What renders take on this machine, on the command line. Loaded by whoever wants to know. */
export { factsFrom } from './facts.ts';
export { type Keeping, keepingIn } from './keeping.ts';
export { type Times, timesIn } from './times.ts';
