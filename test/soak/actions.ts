/** What the soak does, at random: each action is what a person does, in one go, at the speed of the machine. */
import { setTimeout as pause } from 'node:timers/promises';
import { MODELS } from '../backends/comfyui/definitions.ts';
import { workflow } from '../vscode/walk/scripted-comfy.ts';
import type { MortalComfy } from './scripted.ts';
import type { SoakWindow } from './window.ts';

/** With a model that the scripted ComfyUI has: otherwise it would be asked about. */
const yaml = (steps: number) => `model: ${MODELS[1]}
prompt: a mountain coast at sunset, islands in the distance
num_inference_steps: ${steps}
guidance_scale: 7
seed: 42
width: 384
height: 256
sampler_name: euler
`;

/** Files of the folder that is open. The long ones never end by themselves. */
export const FILES = {
  'coast.yaml': yaml(60),
  'coast.json': workflow({ model: MODELS[0], steps: 30 }),
  'long.yaml': yaml(900),
  'long.json': workflow({ model: MODELS[0], steps: 9000 }),
};

/** Typed as it stands, key by key: half-finished, wrong and unusual text, too. */
const TYPED = [
  'steps: 99\nsampler: constructor\n',
  'jobs:\n- &a {steps: 4, guidance_scale: 1e9}\n- <<: *a\n  prompt: "',
  '{"3": {"class_type": "KSampler", "inputs": {"steps": 150, "cfg": [',
  'num_inference_steps: -1 # \u202e\u0000\n? [a, {b: c}]\n: |\n  x\n',
  'flux1-schnell``<img src=x>`` turbo lightning 8step ',
];

/** Draws numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Scene {
  readonly window: SoakWindow;
  readonly comfy: MortalComfy;
  readonly random: () => number;
  /** The config of this window now: each kind of backend gets its own. */
  readonly file: 'coast.yaml' | 'coast.json';
  readonly long: 'long.yaml' | 'long.json';
  /** Counts something that happened, beside the action itself. */
  count(what: string, times?: number): void;
  /** Ends the window's language server as a crash would. */
  killServer(): void;
}

export interface Action {
  readonly name: string;
  /** How often it is drawn, beside the others. */
  readonly weight: number;
  /** Only in the window that is loaded anew now and then. */
  readonly inReloaded?: true;
  run(scene: Scene): Promise<void>;
}

const pick = <Item>(items: readonly Item[], { random }: Scene): Item => items[Math.floor(random() * items.length)];

export const ACTIONS: readonly Action[] = [
  {
    name: 'edits',
    weight: 8,
    async run(scene) {
      const { window, random, file, count } = scene;
      await window.open(file);
      await window.press('ArrowDown', Math.floor(random() * 6));
      for (let round = 0; round < 4; round += 1) {
        const text = pick(TYPED, scene);
        await window.page.keyboard.type(text);
        await window.press('Backspace', Math.floor(random() * text.length));
        count('keys typed', text.length);
      }
      await window.press('Control+Z', 20);
      await window.code.runCommand('File: Revert File');
    },
  },
  {
    name: 'hovers',
    weight: 4,
    async run({ window, file }) {
      await window.open(file);
      await window.hover(file);
    },
  },
  {
    name: 'previews',
    weight: 6,
    async run({ window, file, random }) {
      await window.open(file);
      await window.run('sweetspot.preview');
      await window.begun();
      // Begun anew before it is done, as by somebody who is impatient.
      for (let times = Math.floor(random() * 4); times > 0; times -= 1) await window.click('#draft');
      await window.ended();
      await window.click('#configured');
      await window.begun();
      await window.ended();
    },
  },
  {
    name: 'renders cancelled',
    weight: 4,
    async run({ window, long, random }) {
      await window.open(long);
      await window.run('sweetspot.renderAsConfigured');
      await window.begun();
      await pause(random() * 3000);
      await window.click('#cancel');
      await window.ended();
    },
  },
  {
    name: 'comparisons',
    weight: 4,
    async run({ window, file }) {
      await window.open(file);
      await window.run('sweetspot.compareSteps');
      await window.begun();
      await window.ended().catch(() => window.click('#cancel-all').then(() => window.ended()));
    },
  },
  {
    name: 'comparisons cancelled',
    weight: 2,
    async run({ window, long, random }) {
      await window.open(long);
      await window.run('sweetspot.compareSteps');
      await window.begun();
      await pause(random() * 3000);
      await window.run('sweetspot.cancelCompare').catch(() => undefined);
      await window.ended();
    },
  },
  {
    name: 'searches',
    weight: 3,
    async run({ window, file }) {
      await window.open(file);
      await window.run('sweetspot.findSweetSpot');
      await window.begun();
      await window.ended().catch(() => window.click('#cancel-all').then(() => window.ended()));
    },
  },
  {
    name: 'panels closed while they render',
    weight: 2,
    async run({ window, long, random }) {
      await window.open(long);
      await window.run('sweetspot.renderAsConfigured');
      await window.begun();
      await pause(random() * 2000);
      await window.tidy();
    },
  },
  {
    name: 'guide pages',
    weight: 2,
    async run({ window, file }) {
      await window.open(file);
      await window.run('sweetspot.openPage');
      await window.code.webview().locator('body').waitFor();
    },
  },
  {
    name: 'window reloads',
    weight: 12,
    inReloaded: true,
    async run({ window, long, random }) {
      await window.open(long);
      await window.run('sweetspot.renderAsConfigured');
      await window.begun();
      await pause(random() * 2000);
      await window.code.reload();
    },
  },
  {
    name: 'language servers killed',
    weight: 2,
    inReloaded: true,
    async run({ window, file, killServer }) {
      await window.open(file);
      await window.hover(file);
      killServer();
      // It is started anew by itself, and answers as before.
      await window.hover(file);
    },
  },
];

/** Draws an action for a window, by weight. */
export function drawAction(random: () => number, isReloaded: boolean): Action {
  const possible = ACTIONS.filter(({ inReloaded }) => isReloaded || !inReloaded);
  // Each as often in the list as it weighs.
  const drawn = possible.flatMap((action) => Array.from({ length: action.weight }, () => action));
  return drawn[Math.floor(random() * drawn.length)];
}
