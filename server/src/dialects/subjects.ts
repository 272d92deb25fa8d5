/** What a mapping speaks of where that is not a picture. The words are in data/dialects/plain-arguments.yaml. */
import { kept, rememberedText } from '../common/memory.ts';
import { type Knowledge, normaliseKey } from '../knowledge/knowledge.ts';
import type { Entry, MapValue, Value } from '../syntax/document.ts';
import { entriesOf, resolve } from '../syntax/navigate.ts';

/**
 * `other`: something else that has steps (a training, a recipe), so that an uncertain key is no count. `robot`: so many of these
 * make a certain key none, too. `no-picture`: a generation, but of sound, speech or a shape; `video`: one of a video. `record`: what came of a run;
 * `timing`: so does this, where another is beside it.
 */
type Kind = 'other' | 'robot' | 'no-picture' | 'video' | 'record' | 'timing';

/** An entry that says what its mapping is about. */
export interface Subject {
  readonly kind: Kind;
  readonly value: Value;
  /** It decides whatever else speaks of pictures. */
  readonly beside: boolean;
  /** It holds one value: one that holds more speaks of what is in it. */
  readonly single: boolean;
}

export interface Subjects {
  of(map: MapValue): readonly Subject[];
  /** Whether a key says that what is in it is something else. */
  isOther(key: string): boolean;
}

/** A longer text is prose, whatever is in it. */
const LONGEST_WORD = 100;

/** Whether a mapping tells what came of a run. */
export function isRecord(about: readonly Subject[]): boolean {
  return about.some(({ kind }) => kind === 'record') || about.filter(({ kind }) => kind === 'timing').length > 1;
}

function isNumber({ value }: Entry): boolean {
  const target = resolve(value);
  return target?.kind === 'scalar' && typeof target.value === 'number';
}

export function createSubjects(knowledge: Knowledge): Subjects {
  const rules = knowledge.data.plainArguments;
  const plain = (groups: readonly { readonly keys: readonly string[] }[]) =>
    groups.flatMap(({ keys }) => keys.map(normaliseKey));
  const others = new Set(plain(rules.other_subjects));
  const beside = new Set(plain(rules.never_beside));
  const robots = new Set(rules.robots.map(normaliseKey));
  const noPictures = new Set(plain(rules.not_pictures));
  const result = new RegExp(`^(${rules.records.results})$`);
  const timing = new RegExp(`^(${rules.records.timings})$`);
  const holders = new Set(rules.records.holders.map(normaliseKey));
  const noPictureValue = new RegExp(`^(${rules.not_picture_values})$`, 'i');
  const videoValue = new RegExp(`^(${rules.video_values})$`, 'i');

  /** What a key says by itself. */
  const said = rememberedText((text) => {
    const key = normaliseKey(text);
    const setting = knowledge.alias(key)?.setting;
    return {
      other: others.has(key),
      beside: beside.has(key),
      robot: robots.has(key),
      noPicture: noPictures.has(key),
      result: result.test(key),
      timing: timing.test(key),
      holder: holders.has(key),
      prompt: setting === 'prompt' || setting === 'negative_prompt',
    };
  });
  type Said = ReturnType<typeof said>;

  return { of, isOther: (key) => said(key).other };

  function of(map: MapValue): readonly Subject[] {
    const found: Subject[] = [];
    for (const entry of entriesOf(map)) {
      const value = resolve(entry.value);
      const key = said(entry.key.text);
      const kind = value && kindOf(key, value);
      if (kind) found.push({ kind, value, beside: key.beside, single: value.kind === 'scalar' });
    }
    return kept(found);
  }

  function kindOf(key: Said, value: Value): Kind | null {
    // An empty or switched-off one says nothing: forms list all that they have.
    if (value.kind === 'scalar' && (value.value === null || value.value === '' || value.value === false)) return null;
    if (key.other || (value.kind === 'scalar' && key.beside)) return 'other';
    if (key.robot) return 'robot';
    if (key.noPicture) return 'no-picture';
    if (key.result || key.timing || key.holder) return recordIn(key, value);
    const word = key.prompt ? null : wordOf(value);
    if (word === null) return null;
    return noPictureValue.test(word) ? 'no-picture' : videoValue.test(word) ? 'video' : null;
  }

  function recordIn({ result, timing, holder }: Said, value: Value): 'record' | 'timing' | null {
    if (value.kind === 'scalar')
      return typeof value.value !== 'number' ? null : result ? 'record' : timing ? 'timing' : null;
    // Of many runs, or of parts of one.
    const first = value.kind === 'list' ? (value.items.length > 0 ? resolve(value.items[0]) : null) : value;
    if (first?.kind === 'scalar') return (result || timing) && typeof first.value === 'number' ? 'record' : null;
    if (first?.kind !== 'map' || !(holder || timing)) return null;
    return isRecord(of(first)) || (timing && entriesOf(first).some(isNumber)) ? 'record' : null;
  }

  function wordOf(value: Value): string | null {
    if (value.kind !== 'scalar' || typeof value.value !== 'string') return null;
    return value.value.length > LONGEST_WORD ? null : value.value;
  }
}
