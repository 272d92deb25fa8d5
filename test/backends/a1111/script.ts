/** What the scripted servers of `/sdapi/v1` are told to be, and what they list. */
import type { ServerResponse } from 'node:http';
import type { Scenario } from '../contract.ts';
import type { Asked, ScriptedServer } from '../support.ts';

export type Product = 'a1111' | 'forge' | 'reforge' | 'sdnext' | 'koboldcpp' | 'drawthings';

export interface Script {
  readonly product: Product;
  readonly scenario?: Scenario;
  readonly elsewhere?: URL;
  /** Started with `--nowebui`: nothing below /internal. */
  readonly headless?: boolean;
  /** A version before 1.9: schedules are part of samplers' names. */
  readonly old?: boolean;
  /** Somebody else's job runs until `release` is called. */
  readonly busy?: boolean;
  /** Files in the model folder that it finds when told to look again. */
  readonly newModels?: readonly string[];
  /** What it draws and says of it. */
  readonly picture?: Uint8Array;
  readonly info?: Readonly<Record<string, unknown>>;
  /** Answers in its place; false to let it answer. */
  readonly answer?: (asked: Asked, response: ServerResponse) => boolean;
}

export interface Scripted extends ScriptedServer {
  /** Bodies of txt2img, in order. */
  readonly bodies: readonly Readonly<Record<string, unknown>>[];
  /** Every request, as `GET /path`. */
  readonly asked: readonly string[];
  /** Resolves when a job of ours has begun. */
  readonly begun: Promise<void>;
  /** Which job each interrupt hit: its task id, `other` for somebody else's, `none`. */
  readonly interrupted: readonly string[];
  /** Ends somebody else's job. */
  release(): void;
}

export interface Job {
  readonly task: string;
  readonly name: string;
  readonly steps: number;
  /** Steps done; -1 while it loads the model. */
  step: number;
  readonly end: () => void;
}

/** Steps of somebody else's job. */
export const OTHERS_STEPS = 50;
/** Milliseconds after which a job that nobody asks about ends by itself. */
export const UNWATCHED = 400;

export const SAMPLERS: Readonly<Record<Product, readonly string[]>> = {
  a1111: ['DPM++ 2M', 'DPM++ SDE', 'Euler a', 'Euler', 'DDIM'],
  forge: ['DPM++ 2M', 'Euler a', 'Euler', 'DDIM'],
  reforge: ['DPM++ 2M', 'Euler a', 'Euler', 'Euler Dy', 'Euler SMEA Dy'],
  sdnext: ['Default', '── Common', 'UniPC', 'Euler', 'Euler a', 'DPM++ 2M'],
  koboldcpp: ['Euler', 'Euler A', 'DPM++ 2M', 'er_sde'],
  drawthings: [],
};
export const OLD_SAMPLERS = ['DPM++ 2M Karras', 'DPM++ SDE Karras', 'Euler a', 'Euler', 'DPM++ 2M'];
export const SCHEDULES = [
  { name: 'automatic', label: 'Automatic', aliases: null },
  { name: 'karras', label: 'Karras', aliases: null },
  { name: 'sgm_uniform', label: 'SGM Uniform', aliases: ['SGMUniform'] },
  { name: 'simple', label: 'Simple', aliases: null },
  { name: 'normal', label: 'Normal', aliases: null },
];
export const DIGEST = 'e1441589a6f3c5a53f5f54d0975a18a7feb7cdf0b0dee276dfc3331ae376a053';
