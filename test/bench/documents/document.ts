/** What a document of the bench is, and the values that all of them are made of. */

/**
 * `graph` and `workflow` are ComfyUI's JSON (for its API; as its editor saves it), `batch` a YAML list of jobs, `jobs` such a list
 * under a key beside shared defaults, `merged` one whose jobs take most keys by anchors and merges, `findings` documents with many
 * findings. `hostile` is what nobody writes.
 */
export type Kind = 'graph' | 'workflow' | 'batch' | 'jobs' | 'merged' | 'findings' | 'hostile';

export interface Place {
  readonly line: number;
  /** In UTF-16 units, as the protocol counts. All texts are ASCII. */
  readonly character: number;
}

export interface BenchDocument {
  readonly kind: Kind;
  /** `1 MB` and the like; for `hostile` what it is. */
  readonly size: string;
  readonly languageId: 'json' | 'yaml';
  readonly text: string;
  /** How many generations it holds; each has one step count. */
  readonly generations: number;
  /** How many of the step counts are above what the model can use, which is all there is to find. */
  readonly findings: number;
  /** The first digit of a step count of two digits near the middle: 2 is fine there, 9 is a finding. */
  readonly edit: Place;
}

/** SDXL makes nothing of more steps than this (data/models/stable-diffusion.yaml): the schemas of the peers say the same. */
export const MOST_STEPS = 60;

/** Which of the generations have too many steps. */
export type HasFinding = (index: number) => boolean;

/** One in 20, unless a document says otherwise. */
const SELDOM: HasFinding = (index) => index % 20 === 10;

export const MODEL = 'sd_xl_base_1.0.safetensors';
export const NEGATIVE = 'blurry, low quality, watermark, extra fingers';

/** What makes a text of a number of jobs says of it. */
export type Made = Pick<BenchDocument, 'text' | 'generations' | 'findings' | 'edit'>;

export interface Job {
  readonly seed: number;
  readonly steps: number;
  readonly guidance: number;
  readonly prompt: string;
  readonly size: readonly [number, number];
  readonly sampler: string;
}

/** The first jobs of an endless list: the same in every run, no two alike. */
export function createJobs(count: number, hasFinding = SELDOM): Job[] {
  const random = createRandom(20_240_917);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)];
  return Array.from({ length: count }, (_, index) => ({
    seed: seedOf(index),
    steps: hasFinding(index) ? 80 : 20 + Math.floor(random() * 10),
    guidance: 5 + Math.floor(random() * 5) / 2,
    prompt: `${pick(SUBJECTS)} ${pick(PLACES)}, ${pick(LIGHTS)}, ${pick(STYLES)}, highly detailed`,
    size: pick(SIZES),
    sampler: pick(['euler', 'dpmpp_2m', 'euler_ancestral', 'dpmpp_2m_sde']),
  }));
}

/** Nine digits that stand nowhere else in a text. */
function seedOf(index: number): number {
  return 100_000_000 + index * 7919;
}

/** A text of so many jobs, with what it holds and the place to edit: the job in the middle, or the next one where that is a finding. */
export function describe(text: string, count: number, hasFinding = SELDOM): Made {
  const middle = Math.floor(count / 2);
  const findings = Array.from({ length: count }, (_, index) => index).filter(hasFinding);
  const at = hasFinding(middle) ? middle + 1 : middle;
  return { text, generations: count, findings: findings.length, edit: findEdit(text, seedOf(at)) };
}

/** The first digit of the step count after a seed: it follows the seed in every format here. */
function findEdit(text: string, seed: number): Place {
  const start = text.indexOf(String(seed));
  const offset = start < 0 ? -1 : text.slice(start + 9).search(/\b\d\d\b/) + start + 9;
  if (offset < start + 9) throw new Error(`There is no step count after the seed ${seed}.`);
  const before = text.slice(0, offset);
  return { line: before.split('\n').length - 1, character: offset - (before.lastIndexOf('\n') + 1) };
}

/** Mulberry32: numbers in [0, 1) that only the seed decides. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const SUBJECTS = [
  'a lighthouse',
  'an old fisherman',
  'a red bicycle',
  'two herons',
  'a glass teapot',
  'a ruined abbey',
];
const PLACES = ['on a cliff', 'by a frozen lake', 'in a quiet harbour', 'under tall pines', 'in a sunlit kitchen'];
const LIGHTS = ['golden hour', 'soft window light', 'thick fog', 'after the rain', 'a starry night', 'harsh noon sun'];
const STYLES = ['35mm photograph', 'oil on canvas', 'watercolour sketch', 'studio photograph', 'ink and wash'];
const SIZES = [
  [1024, 1024],
  [832, 1216],
  [1216, 832],
  [896, 1152],
] as const;
