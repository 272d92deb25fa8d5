/** `key-typo`: a key that is a letter or two from a setting that is missing, and means nothing else. */
import { remembered, rememberedText } from '../common/memory.ts';
import { isSlip } from '../common/near.ts';
import { type Generation, type Occurrence, plainOccurrence, settingOf } from '../dialects/generation.ts';
import { type Finding, finding, type Rule } from '../findings/finding.ts';
import { type Knowledge, normaliseKey } from '../knowledge/knowledge.ts';
import type { Entry } from '../syntax/document.ts';
import { isValue, resolve } from '../syntax/navigate.ts';

/** Letters of the shortest word of which one may be wrong. */
const ONE = 5;
const LONGEST = 40;
/** Entries of the largest map that is looked at. */
const MANY = 200;

export const keyTypo: Rule = ({ run: { generation }, knowledge }) => {
  // Only the map of the generation itself: what changes elsewhere does not have it judged again.
  const map = !generation.graph && isValue(generation.range) ? resolve(generation.range) : null;
  if (map?.kind !== 'map' || map.entries.length > MANY) return [];
  const findings: Finding[] = [];
  const slips = slipsOf(knowledge);
  for (const entry of map.entries) {
    const meant = meantBy(entry, slips, generation, knowledge);
    if (!meant) continue;
    findings.push(
      finding(knowledge, 'key-typo', {
        occurrence: asOccurrence(entry, meant.setting, generation),
        message: 'typo',
        values: { meant: meant.key },
        suggest: [meant.key],
        at: entry.key,
      }),
    );
  }
  return findings;
};

/** The setting that a key was meant to be; `null` for keys that are known, of other words, or beside the setting itself. */
function meantBy(
  { key, value, merge }: Entry,
  { numbers, words }: Slips,
  generation: Generation,
  knowledge: Knowledge,
): Spelling | null {
  if (merge || value.kind !== 'scalar' || (typeof value.value !== 'number' && typeof value.value !== 'string'))
    return null;
  const slips = typeof value.value === 'number' ? numbers(key.text) : words(key.text);
  if (slips.length === 0) return null;
  const near = slips.filter(({ setting }) => !settingOf(generation, setting));
  const [first] = near;
  if (!first || near.some(({ setting }) => setting !== first.setting)) return null;
  return wordsOf(knowledge).has(normaliseKey(key.text)) ? null : first;
}

/** A key that means a setting by itself. */
interface Spelling {
  readonly key: string;
  readonly plain: string;
  readonly setting: string;
}

/** Of what a key may be a slip, by whether its value is a number or a word. */
type Slips = Readonly<Record<'numbers' | 'words', (key: string) => readonly Spelling[]>>;

const slipsOf = remembered((knowledge: Knowledge): Slips => {
  const slips = (kind: 'numbers' | 'words') =>
    rememberedText((key): readonly Spelling[] => {
      const plain = normaliseKey(key);
      if (plain.length < ONE || plain.length > LONGEST || !/^[a-z]+$/.test(plain)) return [];
      const settings = knowledge.data.settings[kind];
      return spellingsOf(knowledge).filter((one) => settings.includes(one.setting) && isSlip(plain, one.plain));
    });
  return { numbers: slips('numbers'), words: slips('words') };
});

/** The keys that mean a setting by themselves. */
const spellingsOf = remembered((knowledge: Knowledge): readonly Spelling[] =>
  knowledge.guides.flatMap((guide) =>
    guide.aliases.flatMap(({ key, setting = guide.id, pass, declared_only }) => {
      const plain = normaliseKey(key);
      return pass === undefined && !declared_only && plain.length >= ONE ? [{ key, plain, setting }] : [];
    }),
  ),
);

/** Every word that a program or format is known to use, plain. Asked for where a key may be a slip: to gather them takes a while. */
const wordsOf = remembered((knowledge: Knowledge): ReadonlySet<string> => {
  const { dialects, programs, plainArguments, comfyNodes, embeddedForms } = knowledge.data;
  const files = JSON.stringify([dialects, programs, plainArguments, comfyNodes, embeddedForms]);
  const keys = knowledge.guides.flatMap(({ aliases }) => aliases.map(({ key }) => key));
  return new Set([...[...files.matchAll(/[A-Za-z][\w-]{3,60}/g)].map(([word]) => word), ...keys].map(normaliseKey));
});

/** The key as a place of its own: its value is no setting yet. */
function asOccurrence({ key, value }: Entry, setting: string, { pointer }: Generation): Occurrence {
  return plainOccurrence({
    ...{ setting, key: key.text, keyRange: key, range: key, pointer: `${pointer}/${key.text}` },
    value: value.kind === 'scalar' ? value.value : null,
    source: value.kind === 'scalar' ? value.source : '',
  });
}
