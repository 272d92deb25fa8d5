/** Generations made by hand, and models of our own, so that a rule's test rests on nothing but the rule. */
import type { Generation, Occurrence } from '../../../server/src/dialects/generation.ts';
import { createKnowledge } from '../../../server/src/knowledge/knowledge.ts';
import type { Model } from '../../../server/src/knowledge/schema.ts';
import { check } from '../../../server/src/rules/check.ts';
import type { Finding } from '../../../server/src/rules/finding.ts';
import { data } from '../../support/knowledge.ts';

const plain = {
  kind: 'image',
  role: 'checkpoint',
  precedence: 'broad',
  distillation: 'none',
  steps: { sweet: [20, 30], default: 25 },
} as const satisfies Partial<Model>;

/** `plain-…` runs with guidance, `turbo-…` without, `input-…` takes it as an input; `fast-lora` makes `plain` one of 4 steps. */
export const MODELS: readonly Model[] = [
  {
    ...plain,
    id: 'plain',
    name: 'Plain',
    match: ['^plain'],
    guidance: { kind: 'cfg', default: 7 },
    size: { native: [[1024, 1024]], multiple_of: 8, usable: [640, 1600] },
  },
  {
    ...plain,
    id: 'turbo',
    name: 'Turbo',
    match: ['^turbo', '^maker/turbo'],
    steps: {
      min_useful: 3,
      sweet: [4, 4],
      default: 4,
      distilled_for: 4,
      host_limits: [{ host: 'Made Host', min: 2, max: 8, source: 'test' }],
    },
    guidance: { kind: 'off', default: 1 },
    schedules: ['sgm_uniform', 'simple'],
  },
  {
    ...plain,
    id: 'input',
    name: 'Input',
    match: ['^input'],
    guidance: { kind: 'embedded', default: 3.5 },
    flow_shift: 3,
  },
  {
    ...plain,
    id: 'renamed',
    name: 'Renamed',
    match: ['^renamed'],
    guidance: { kind: 'cfg', default: 4, parameter: 'true_cfg_scale' },
  },
  {
    ...plain,
    id: 'video',
    name: 'Video',
    kind: 'video',
    match: ['^video'],
    frames: { form: { multiple: 4, offset: 1 } },
    size: { native: [[832, 480]], multiple_of: 16 },
  },
  {
    ...plain,
    id: 'fast-lora',
    name: 'Fast',
    role: 'lora',
    precedence: 'accelerator',
    match: ['^fast'],
    applies_to: ['plain', 'input'],
    steps: { sweet: [4, 8], default: 4, distilled_for: 4 },
    guidance: { kind: 'cfg-low', default: 1, sweet: [1, 2] },
    lora_weight: 0.125,
  },
];

/** Knowledge of these models, with hosts and libraries of our own beside the real programs. */
export const knowledge = createKnowledge({
  ...data,
  models: MODELS,
  tools: {
    ...data.tools,
    tools: [
      ...data.tools.tools,
      { id: 'made-host', name: 'Made Host', library: false, host_of: '^maker/' },
      { id: 'capped', name: 'Capped', library: false, steps: { max: 100 } },
    ],
  },
});

/** What the keys of these tests mean; any other is its own setting. */
const SETTINGS: Readonly<Record<string, string>> = {
  steps: 'inference_steps',
  num_inference_steps: 'inference_steps',
  cfg: 'guidance_scale',
  cfg_scale: 'guidance_scale',
  sampler_name: 'sampler',
  num_frames: 'frames',
};

export interface Made {
  readonly tool?: string | null;
  readonly model?: string;
  readonly loras?: readonly (readonly [name: string, weight: number | null])[];
  /** Key to value; a key that is not of SETTINGS is written `setting:key`. */
  readonly settings: Readonly<Record<string, string | number>>;
  /** Where its values begin, to let generations share places: equal offsets and keys are one place. */
  readonly at?: number;
}

const PLACE = {
  keyRange: null,
  range: { start: 0, end: 0 },
  pointer: '',
  via: null,
  pass: null,
  sentinel: false,
} as const;

/** A generation; its settings stand ten characters apart. */
export function make({ tool = null, model, loras = [], settings, at = 0 }: Made): Generation {
  const occurrences = Object.entries(settings).map(([name, value], index): Occurrence => {
    const [setting, key = name] = name.includes(':') ? name.split(':') : [SETTINGS[name] ?? name];
    const start = at + index * 10;
    return {
      ...PLACE,
      setting,
      key,
      keyRange: { start: start + 5000, end: start + 5000 + key.length },
      range: { start, end: start + 2 },
      pointer: `/${key}`,
      value,
      source: String(value),
    };
  });
  return {
    dialect: 'made',
    tool,
    id: String(at),
    pointer: '',
    range: { start: at, end: at + 999 },
    model: model ? { text: model, pointer: '/model', range: { start: 0, end: 0 } } : null,
    loras: loras.map(([text, weight], index) => ({
      text,
      pointer: '/lora',
      range: { start: 0, end: 0 },
      weight,
      weightRange: { start: 9000 + index * 10, end: 9001 + index * 10 },
    })),
    settings: occurrences,
  };
}

/** What the rules say of some generations of one document. */
export function findingsOf(...made: readonly Made[]): Finding[] {
  const generations = made.map(make);
  return check({ dialect: 'made', name: 'made', evidence: '', generations }, knowledge);
}

/** The same in short: `code severity key -> suggestions`. */
export function say(...made: readonly Made[]): string[] {
  return findingsOf(...made).map(
    ({ code, severity, occurrence, fixes }) =>
      `${code} ${severity} ${occurrence.key}${fixes.map(({ value }, i) => `${i === 0 ? ' -> ' : ', '}${value}`).join('')}`,
  );
}
