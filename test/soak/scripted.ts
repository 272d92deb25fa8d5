/** A scripted ComfyUI that dies and comes back, and notes jobs that nobody takes back. */
import { setTimeout as pause } from 'node:timers/promises';
import { type ScriptedComfy, type ScriptedJob, startComfy } from '../backends/comfyui/server.ts';
import { conductor } from '../vscode/walk/scripted-comfy.ts';

/** Milliseconds of a step. */
const PACE = 15;

/** Milliseconds after which a job has been left behind: every render of the soak is over or cancelled before. */
const LONGEST = 150_000;

export interface MortalComfy {
  readonly address: string;
  /** Jobs that were sent to it so far. */
  readonly jobs: number;
  /** Jobs that ran on when nobody waited for them any more. */
  readonly leftBehind: number;
  readonly deaths: number;
  /** Dies, with its queue, and comes back after so many milliseconds. */
  die(gone: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startMortal(): Promise<MortalComfy> {
  const renders = await conductor();
  renders.allow(Infinity, PACE);
  const counts = { jobs: 0, leftBehind: 0, deaths: 0 };
  const script = {
    run: async (job: ScriptedJob) => {
      counts.jobs += 1;
      const late = setTimeout(() => {
        counts.leftBehind += 1;
        end(job);
      }, LONGEST);
      await renders.run(job);
      clearTimeout(late);
      // A server that runs for hours would otherwise keep every graph and picture.
      job.comfy.jobs.length = 0;
      if (job.comfy.temp.size > 50) job.comfy.temp.clear();
      if (job.comfy.history.size > 50) job.comfy.history.clear();
      job.comfy.asked.length = 0;
    },
  };
  let comfy: ScriptedComfy = await startComfy(script);
  const port = Number(comfy.url.port);

  return {
    address: comfy.url.origin,
    get jobs() {
      return counts.jobs;
    },
    get leftBehind() {
      return counts.leftBehind;
    },
    get deaths() {
      return counts.deaths;
    },
    async die(gone) {
      counts.deaths += 1;
      await endWithQueue();
      await pause(gone);
      comfy = await startComfy(script, port);
    },
    stop: () => endWithQueue(),
  };

  /** What waits dies with it, and what was on its way: nobody could take a job back from a server that is gone. */
  async function endWithQueue(): Promise<void> {
    comfy.waiting.length = 0;
    if (comfy.running) end(comfy.running);
    await comfy.stop();
    comfy.waiting.length = 0;
    if (comfy.running) end(comfy.running);
  }
}

function end(job: ScriptedJob): void {
  job.interrupted = true;
  job.stopped.resolve();
}
