/** `key-typo`: a key that is a letter or two from a setting that is missing, and means nothing else. */
import { type Generation, type Occurrence, settingOf } from '../dialects/generation.ts';
import { finding, type Rule } from '../findings/finding.ts';
import { type Knowledge, normaliseKey } from '../knowledge/knowledge.ts';
import type { Entry } from '../syntax/document.ts';
import { isValue, resolve } from '../syntax/navigate.ts';

/** Letters of the shortest word of which one may be wrong, and of the shortest of which two may be. */
const ONE = 5;
const TWO = 9;
const LONGEST = 40;
/** Entries of the largest map that is looked at. */
const MANY = 200;

/** Settings that are one number or one text: of others a value does not show what is meant. */
const NUMBERS: ReadonlySet<string> = new Set(
  'inference_steps guidance_scale distilled_guidance seed width height frames fps strength flow_shift clip_skip image_count'.split(
    ' ',
  ),
);
const TEXTS: ReadonlySet<string> = new Set('negative_prompt sampler scheduler'.split(' '));

export const keyTypo: Rule = ({ run: { generation }, knowledge }) => {
  // Only the map of the generation itself: what changes elsewhere does not have it judged again.
  const map = !generation.graph && isValue(generation.range) ? resolve(generation.range) : null;
  if (map?.kind !== 'map' || map.entries.length > MANY) return [];
  return map.entries.flatMap((entry) => {
    const meant = meantBy(entry, generation, knowledge);
    if (!meant) return [];
    return [
      finding(knowledge, 'key-typo', {
        occurrence: asOccurrence(entry, meant.setting, generation),
        message: 'typo',
        values: { meant: meant.key },
        suggest: [meant.key],
        at: entry.key,
      }),
    ];
  });
};

/** The setting that a key was meant to be; `null` for keys that are known, of other words, or beside the setting itself. */
function meantBy(
  { key: { text }, value, merge }: Entry,
  generation: Generation,
  knowledge: Knowledge,
): { readonly key: string; readonly setting: string } | null {
  const plain = normaliseKey(text);
  if (merge || plain.length < ONE || plain.length > LONGEST || !/^[a-z]+$/.test(plain) || value.kind !== 'scalar')
    return null;
  const kind = typeof value.value;
  if (kind !== 'number' && kind !== 'string') return null;
  const { words, spellings } = vocabularyOf(knowledge);
  if (words.has(plain)) return null;
  const near = spellings.filter(
    (spelling) =>
      (kind === 'number' ? NUMBERS : TEXTS).has(spelling.setting) &&
      spelling.plain.length >= ONE &&
      isNear(plain, spelling.plain) &&
      !settingOf(generation, spelling.setting),
  );
  const [first] = near;
  return first && near.every(({ setting }) => setting === first.setting) ? first : null;
}

interface Vocabulary {
  /** Every word that a program is known to use, plain. */
  readonly words: ReadonlySet<string>;
  readonly spellings: readonly { readonly key: string; readonly plain: string; readonly setting: string }[];
}

const vocabularies = new WeakMap<Knowledge, Vocabulary>();

function vocabularyOf(knowledge: Knowledge): Vocabulary {
  const known = vocabularies.get(knowledge);
  if (known) return known;
  const { data } = knowledge;
  const words = new Set<string>();
  // Whatever names a key anywhere in the formats and programs means something there.
  const files = JSON.stringify([
    data.dialects,
    data.programs,
    data.plainArguments,
    data.comfyNodes,
    data.embeddedForms,
  ]);
  for (const [word] of files.matchAll(/[A-Za-z][\w-]{3,60}/g)) words.add(normaliseKey(word));
  const spellings = knowledge.guides.flatMap((guide) =>
    guide.aliases.map(({ key, setting = guide.id, pass, declared_only }) => {
      words.add(normaliseKey(key));
      return { key, plain: normaliseKey(key), setting, isOffered: pass === undefined && !declared_only };
    }),
  );
  const vocabulary = { words, spellings: spellings.filter(({ isOffered }) => isOffered) };
  vocabularies.set(knowledge, vocabulary);
  return vocabulary;
}

/** Whether a word is a slip of another: letters left out, added, changed or swapped, but no other word made of it by an ending. */
function isNear(word: string, meant: string): boolean {
  if (word.startsWith(meant) || word[0] !== meant[0]) return false;
  const most = meant.length >= TWO ? 2 : 1;
  return Math.abs(word.length - meant.length) <= most && distance(word, meant) <= most;
}

/** Letters that differ; two that are swapped count as one (optimal string alignment). */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      let least = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, before[j - 2] + 1);
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[b.length];
}

/** The key as a place of its own: its value is no setting yet. */
function asOccurrence({ key, value }: Entry, setting: string, { pointer }: Generation): Occurrence {
  return {
    ...{ setting, key: key.text, keyRange: key, range: key, pointer: `${pointer}/${key.text}`, via: null, pass: null },
    value: value.kind === 'scalar' ? value.value : null,
    source: value.kind === 'scalar' ? value.source : '',
    sentinel: false,
  };
}
