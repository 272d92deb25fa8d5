/** What a mapping speaks of where that is not a picture. The words are in data/dialects/plain-arguments.yaml. */
import { kept, rememberedText } from '../common/memory.ts';
import { type Knowledge, normaliseKey } from '../knowledge/knowledge.ts';
import type { MapValue, Value } from '../syntax/document.ts';
import { entriesOf, resolve } from '../syntax/navigate.ts';

/**
 * `other`: something else that has steps (a training, a recipe), so that an uncertain key is no count. `robot`: so many of these
 * make a certain key none, too. `no-picture`: a generation, but of sound, speech or a shape.
 */
type Kind = 'other' | 'robot' | 'no-picture';

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

export function createSubjects(knowledge: Knowledge): Subjects {
  const rules = knowledge.data.plainArguments;
  const plain = (groups: readonly { readonly keys: readonly string[] }[]) =>
    groups.flatMap(({ keys }) => keys.map(normaliseKey));
  const others = new Set(plain(rules.other_subjects));
  const beside = new Set(plain(rules.never_beside));
  const robots = new Set(rules.robots.map(normaliseKey));
  const noPictures = new Set(plain(rules.not_pictures));
  const noPictureValue = new RegExp(`^(${rules.not_picture_values})$`, 'i');

  /** What a key says by itself. */
  const said = rememberedText((text) => {
    const key = normaliseKey(text);
    const setting = knowledge.alias(key)?.setting;
    return {
      other: others.has(key),
      beside: beside.has(key),
      robot: robots.has(key),
      noPicture: noPictures.has(key),
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
    return key.noPicture || (!key.prompt && isNoPicture(value)) ? 'no-picture' : null;
  }

  function isNoPicture(value: Value): boolean {
    if (value.kind !== 'scalar' || typeof value.value !== 'string' || value.value.length > LONGEST_WORD) return false;
    return noPictureValue.test(value.value);
  }
}
