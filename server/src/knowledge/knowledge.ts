/** The typed view of data/ that everything else asks: what an alias means, which model a name is, what a sampler costs. */
import type { CompiledData, Guide, Model, Rule, Sampler, Schedule, StepsGuide, Tool } from './schema.ts';

/** What a key means. */
export interface Alias {
  readonly setting: string;
  /** Means the setting wherever it stands; otherwise it needs evidence of generation around it. */
  readonly certain: boolean;
  readonly sentinels: readonly number[];
  /** Which pass of the picture it counts, `null` for the main one. */
  readonly pass: string | null;
}

export interface Knowledge {
  readonly data: CompiledData;
  readonly stepsGuide: StepsGuide;
  /** Every guide, inference steps first. */
  readonly guides: readonly Guide[];
  /** The page that explains a setting; one page may explain several. */
  guide(setting: string): Guide | undefined;
  rule(code: string): Rule;
  /** Looks a key up without regard to case, `-`, `_` and leading dashes. */
  alias(key: string): Alias | undefined;
  /** The family a model id, file name or path belongs to, `null` if none is known. In a LoRA field only accelerators can match. */
  model(name: string, field: 'model' | 'lora'): Model | null;
  sampler(name: string): Sampler | null;
  schedule(name: string): Schedule | null;
  /** A program or host by its id; `null` when none is certain or nothing is known of it. */
  tool(id: string | null): Tool | null;
}

const PRECEDENCE = ['accelerator', 'few-step', 'specific', 'broad'];

/** `--num-inference-steps`, `numInferenceSteps` and `num_inference_steps` are one spelling. */
export function normaliseKey(key: string): string {
  return key.replace(/[-_]/g, '').toLowerCase();
}

/** Indexes compiled data. Throws only if data lacks what the build guarantees. */
export function createKnowledge(data: CompiledData): Knowledge {
  const allGuides: readonly Guide[] = [data.stepsGuide, ...data.guides];
  const guides = new Map(allGuides.flatMap((guide) => [guide.id, ...guide.also].map((setting) => [setting, guide])));
  const rules = new Map(data.rules.map((rule) => [rule.code, rule]));

  const aliases = new Map<string, Alias>();
  for (const [setting, keys] of Object.entries(data.plainArguments.keys)) {
    for (const key of keys) aliases.set(normaliseKey(key), { setting, certain: false, sentinels: [], pass: null });
  }
  for (const guide of allGuides) {
    for (const { key, setting = guide.id, certain, sentinels = [], pass = null, declared_only } of guide.aliases) {
      if (!declared_only) aliases.set(normaliseKey(key), { setting, certain, sentinels, pass });
    }
  }

  const tools = new Map(data.tools.tools.map((tool) => [tool.id, tool]));
  const never = data.modelNames.never.map(({ match }) => new RegExp(match, 'i'));
  const models = [...data.models]
    .sort((a, b) => PRECEDENCE.indexOf(a.precedence) - PRECEDENCE.indexOf(b.precedence))
    .map((model) => ({
      model,
      match: model.match.map((source) => new RegExp(source, 'i')),
      exclude: (model.exclude ?? []).map((source) => new RegExp(source, 'i')),
    }));

  const samplers = new Map<string, Sampler>();
  for (const sampler of data.samplers.samplers) {
    for (const name of [sampler.id, sampler.name, ...Object.values(sampler.names).flat()])
      samplers.set(name.toLowerCase(), sampler);
  }
  const schedules = new Map<string, Schedule>();
  for (const schedule of data.samplers.schedules) {
    for (const name of [schedule.id, schedule.name, ...schedule.names]) schedules.set(name.toLowerCase(), schedule);
  }

  return {
    data,
    stepsGuide: data.stepsGuide,
    guides: allGuides,
    guide: (setting) => guides.get(setting),
    rule: (code) => {
      const rule = rules.get(code);
      if (!rule) throw new Error(`data/rules has no page for ${code}`);
      return rule;
    },
    alias: (key) => aliases.get(normaliseKey(key)),
    model: (name, field) => {
      if (never.some((pattern) => pattern.test(name))) return null;
      const found = models.find(
        ({ model, match, exclude }) =>
          (field === 'model' || model.role !== 'checkpoint') &&
          match.some((pattern) => pattern.test(name)) &&
          !exclude.some((pattern) => pattern.test(name)),
      );
      return found?.model ?? null;
    },
    sampler: (name) => samplers.get(name.trim().toLowerCase()) ?? null,
    tool: (id) => tools.get(id ?? '') ?? null,
    schedule: (name) => schedules.get(name.trim().toLowerCase()) ?? null,
  };
}

/** Fills `{name}` in a text of data/. A name that is not given stays as it is, so a missing one is seen. */
export function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}
