/** What a server says it has drawn, against what it was asked for: most servers replace without a word what they don't know. */
import { t } from '@vscode/l10n';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import type { Picture } from '../../backend.ts';
import { plainName } from './names.ts';

/** Settings of a picture; `null` for those that were left to the server, or of which it says nothing. */
export interface Settings {
  readonly steps: number | null;
  readonly guidance: number | null;
  readonly seed: bigint | null;
  readonly sampler: string | null;
  readonly schedule: string | null;
  readonly model: string | null;
  readonly clipSkip: number | null;
}

export const NOTHING_SAID: Settings = {
  steps: null,
  guidance: null,
  seed: null,
  sampler: null,
  schedule: null,
  model: null,
  clipSkip: null,
};

/** stable-diffusion.cpp's word for a sampler that it was not told, or did not know. */
const NO_SAMPLER = 'NONE';

/** What was drawn otherwise than asked, a sentence each. `by`: the product, for people. */
export function differences(asked: Settings, drawn: Settings, knowledge: Knowledge, by: string): string[] {
  const said: string[] = [];
  const compare = <T>(what: string, one: T | null, other: T | null, same: (one: T, other: T) => boolean): void => {
    if (one === null || other === null || same(one, other)) return;
    said.push(t`${by} drew with ${what} ${String(other)} instead of ${String(one)}.`);
  };
  const equal = <T>(one: T, other: T): boolean => one === other;
  compare(t`model`, asked.model, drawn.model, knowledge.files.same);
  if (asked.sampler !== null && drawn.sampler === NO_SAMPLER)
    said.push(t`${by} did not know the sampler ${asked.sampler} and took its own choice.`);
  else
    compare('sampler', asked.sampler, drawn.sampler, (one, other) =>
      sameName(one, other, (name) => knowledge.sampler(name)?.id),
    );
  compare(t`schedule`, asked.schedule, drawn.schedule, (one, other) =>
    sameName(one, other, (name) => knowledge.schedule(name)?.id),
  );
  compare(t`steps`, asked.steps, drawn.steps, equal);
  compare(t`guidance`, asked.guidance, drawn.guidance, (one, other) => Math.abs(one - other) < 1e-3);
  compare('seed', asked.seed, drawn.seed, equal);
  compare(t`CLIP skip`, asked.clipSkip, drawn.clipSkip, equal);
  return said;
}

/** A sentence on a picture of another size than asked for; `null` where it is the same. Pixels. */
export function sizeDifference(
  asked: { readonly width: number; readonly height: number },
  { width, height }: Picture,
  by: string,
): string | null {
  if (width === asked.width && height === asked.height) return null;
  return t`${by} drew ${width} × ${height} instead of ${asked.width} × ${asked.height}.`;
}

/** Letters of the line that are read: what programs write there has some hundred. */
const LONGEST_LINE = 16 * 1024;

/**
 * Reads the settings that AUTOMATIC1111 and those after its model write into pictures: a last line of `Steps: 20, Sampler:
 * Euler a, …`. `null` for a text that has none.
 */
export function parseParameters(text: string): Settings | null {
  const begin = text.lastIndexOf('\n') + 1;
  const line = text.slice(begin, begin + LONGEST_LINE);
  const values = new Map<string, string>();
  // The first of each counts: JSON that stable-diffusion.cpp writes at the end holds the prompt again.
  for (const [, key, value] of line.matchAll(/(?:^|, )([A-Za-z][\w ]*): ("(?:[^"\\]|\\.)*"|[^,]*)/g))
    if (!values.has(key)) values.set(key, value);
  if (!values.has('Steps')) return null;
  const number = (key: string): number | null => {
    const value = Number(values.get(key) ?? Number.NaN);
    return Number.isFinite(value) ? value : null;
  };
  const seed = values.get('Seed') ?? '';
  return {
    steps: number('Steps'),
    guidance: number('CFG scale'),
    seed: /^-?\d+$/.test(seed) ? BigInt(seed) : null,
    sampler: values.get('Sampler') ?? null,
    schedule: values.get('Schedule type') ?? null,
    model: values.get('Model') ?? null,
    clipSkip: number('Clip skip'),
  };
}

function sameName(one: string, other: string, idOf: (name: string) => string | undefined): boolean {
  const id = idOf(one);
  return plainName(one) === plainName(other) || (id !== undefined && id === idOf(other));
}
