/** One soak: starts VS Code and its two windows, lets them work, samples what they take, and notes what went wrong. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../support/temporary.ts';
import { launchChromium } from '../vscode/host/browser.ts';
import { type Server, startServer } from '../vscode/host/server.ts';
import { drawAction, FILES, randomOf, type Scene } from './actions.ts';
import { complaintsIn } from './logs.ts';
import { type Folders, type Pair, pairsBelow, type Sample, sampleOf } from './sample.ts';
import { type MortalComfy, startMortal } from './scripted.ts';
import { SoakWindow } from './window.ts';

export interface SoakOptions {
  readonly vsix: string;
  readonly minutes: number;
  readonly seed: number;
  /** Folder for pictures of what failed. */
  readonly pictures: string;
  /** Called every minute, with what is known so far. */
  onMinute(run: SoakRun): Promise<void>;
}

export interface SoakRun {
  readonly began: string;
  readonly seed: number;
  /** How long it went on, so far. */
  minutes: number;
  readonly samples: Sample[];
  /** How often what was done. */
  readonly counts: Record<string, number>;
  readonly failures: Failure[];
  /** Lines of our own log that complain, without their times, and how often each came. */
  complaints: Record<string, number>;
}

export interface Failure {
  readonly minutes: number;
  readonly window: string;
  readonly what: string;
  readonly why: string;
}

/** Milliseconds. */
const SAMPLE_EVERY = 10_000;
const MINUTE = 60_000;

/** Failed actions in a row after which a window is given up. */
const MOST_IN_A_ROW = 10;

const SETTINGS = {
  'editor.minimap.enabled': false,
  // So that the history is full before the second half.
  'sweetspot.preview.historyMegabytes': 5,
};

/** Runs until the time is up; resolves when all is closed. Rejects when VS Code can't be started, or can't be used any more. */
export async function soak(options: SoakOptions): Promise<SoakRun> {
  const home = await temporaryFolder();
  const folder = join(home.path, 'configs');
  const folders = { temporary: join(home.path, 'tmp'), heaps: join(home.path, 'heaps') };
  for (const made of [folder, folders.temporary, folders.heaps, options.pictures])
    await mkdir(made, { recursive: true });
  for (const [name, text] of Object.entries(FILES)) await writeFile(join(folder, name), text);
  const comfy = await startMortal();
  const server = await startServer({
    ...{ vsix: options.vsix, trust: true, settings: SETTINGS },
    preload: fileURLToPath(new URL('./heap-probe.cjs', import.meta.url)),
    env: { TMPDIR: folders.temporary, SWEETSPOT_HEAPS: folders.heaps },
  });
  const browser = await launchChromium();
  try {
    const windows = [];
    for (const name of ['watched', 'reloaded']) {
      const page = await browser.newPage({ viewport: { width: 1100, height: 700 } });
      const window = new SoakWindow(name, page);
      await page.goto(server.address(folder, { openFile: server.fileAddress(join(folder, 'coast.yaml')) }));
      await window.code.line('').waitFor();
      await window.code.squiggle('warning').or(window.code.squiggle('info')).first().waitFor();
      windows.push(window);
    }
    return await work(options, { server, comfy, windows, folders });
  } finally {
    await browser.close();
    await server.close();
    await comfy.stop();
    await home.remove();
  }
}

interface Stage {
  readonly server: Server;
  readonly comfy: MortalComfy;
  /** The watched one first. */
  readonly windows: readonly SoakWindow[];
  readonly folders: Folders;
}

async function work(options: SoakOptions, stage: Stage): Promise<SoakRun> {
  const start = performance.now();
  const minutes = (): number => (performance.now() - start) / MINUTE;
  const { seed, pictures } = options;
  const run: SoakRun = {
    ...{ began: new Date().toISOString(), seed, minutes: 0 },
    ...{ samples: [], counts: {}, failures: [], complaints: {} },
  };
  const count = (what: string, times = 1): void => {
    run.counts[what] = (run.counts[what] ?? 0) + times;
  };
  const fail = (window: string, what: string, error: unknown): void => {
    run.failures.push({ minutes: minutes(), window, what, why: String(error).split('\n')[0] });
  };
  const isOver = (): boolean => minutes() >= options.minutes;
  const over = pause(options.minutes * MINUTE);
  let watched = pairsBelow(stage.server.pid)[0];
  let isOnComfy = false;

  const refresh = async (): Promise<void> => {
    run.minutes = minutes();
    Object.assign(run.counts, { 'jobs of ComfyUI': stage.comfy.jobs, 'deaths of ComfyUI': stage.comfy.deaths });
    run.counts['jobs left behind'] = stage.comfy.leftBehind;
    run.complaints = await complaintsIn(join(stage.server.data, 'logs'));
    await options.onMinute(run);
  };

  async function inWindow(window: SoakWindow, at: number): Promise<void> {
    const random = randomOf(seed + at);
    let inARow = 0;
    while (!isOver()) {
      const action = drawAction(random, window.name === 'reloaded');
      const [file, long] = isOnComfy ? (['coast.json', 'long.json'] as const) : (['coast.yaml', 'long.yaml'] as const);
      const killServer = (): void => kill(stage.server, watched);
      const scene: Scene = { window, comfy: stage.comfy, random, file, long, count, killServer };
      const whole = window.tidy().then(() => action.run(scene));
      try {
        // Nobody waits for what is under way when the time is up: all is closed then.
        await Promise.race([whole, over]);
        if (isOver()) return;
        count(action.name);
        inARow = 0;
      } catch (error) {
        if (isOver()) return;
        fail(window.name, action.name, error);
        inARow += 1;
        await window.page.screenshot({ path: join(pictures, `${run.failures.length}.png`) }).catch(() => undefined);
        if (inARow >= MOST_IN_A_ROW) throw new Error(`The window "${window.name}" can't be used any more: ${error}`);
        if (window.name === 'reloaded') await window.code.reload().catch(() => undefined);
      }
    }
  }

  /** Samples; notes when the watched processes are others than before. */
  async function watch(): Promise<void> {
    while (!isOver()) {
      const pair = pairsBelow(stage.server.pid).find(({ host }) => host === watched.host);
      if (pair?.server !== watched.server) {
        fail('watched', 'stays alive', `extension host ${watched.host} had ${watched.server}, now ${pair?.server}`);
        watched = pair ?? pairsBelow(stage.server.pid)[0] ?? watched;
      }
      const sample = sampleOf(watched, stage.server, stage.folders);
      if (sample) run.samples.push({ minutes: minutes(), ...sample });
      await Promise.race([pause(SAMPLE_EVERY), over]);
    }
  }

  async function everyMinute(): Promise<void> {
    while (!isOver()) {
      await Promise.race([pause(MINUTE), over]);
      await refresh();
    }
  }

  /** ComfyUI dies about every 40 seconds, for up to 6; every three minutes the other backend is chosen. */
  async function unrest(): Promise<void> {
    const random = randomOf(seed + 99);
    for (let round = 1; !isOver(); round += 1) {
      await Promise.race([pause(20_000 + random() * 40_000), over]);
      await stage.comfy.die(500 + random() * 5500);
      if (round % 4 !== 0) continue;
      isOnComfy = !isOnComfy;
      const backend = { 'sweetspot.backend.kind': 'comfyui', 'sweetspot.backend.address': stage.comfy.address };
      await stage.server.configure({ ...SETTINGS, ...(isOnComfy && backend) });
      count('changes of backend');
    }
  }

  await Promise.all([...stage.windows.map(inWindow), watch(), everyMinute(), unrest()]);
  await refresh();
  return run;
}

/** Ends the language servers of all windows but the watched one. */
function kill({ pid }: Server, watched: Pair): void {
  for (const { host, server } of pairsBelow(pid))
    if (host !== watched.host && server !== null) process.kill(server, 'SIGKILL');
}
