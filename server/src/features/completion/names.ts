/** Names of files that the chosen backend has, those that suit the generation first. */
import type { Generation } from '../../dialects/generation.ts';
import { type Knowledge, say } from '../../knowledge/knowledge.ts';
import { runOf } from '../../run/index.ts';
import type { NameLists } from '../../run/naming.ts';
import type { Suggestion } from './values.ts';

/** What a backend has, as far as it has said so; nobody is asked for it. */
export interface BackendNames extends NameLists {
  /** Its name, for people. */
  readonly server: string;
  readonly models: readonly string[];
  readonly loras: readonly string[];
  readonly vaes: readonly string[];
}

/** Of a list, the most that are offered. */
const MOST = 500;

const KINDS = { model: 'models', lora: 'loras', vae: 'vaes' } as const;

/** Whether the values of a setting are names of files. */
export function isName(setting: string): setting is keyof typeof KINDS {
  return Object.hasOwn(KINDS, setting);
}

/** A LoRA as prompts name it: without its folders and its ending. */
export interface Tag extends Suggestion {
  readonly weight: number;
}

/**
 * The LoRAs for `<lora:name:weight>`, each with the weight it is made for.
 * @see AUTOMATIC1111 `extensions-builtin/Lora/networks.py` (names of files without ending), SwarmUI `T2IPromptHandling` (the same, folders may be left out)
 */
export function tagsOf(generation: Generation, backend: BackendNames, knowledge: Knowledge): Tag[] {
  const found = namesOf('lora', generation, backend, knowledge).map(({ value, why }): Tag => {
    const name = knowledge.files.withoutEnding(value.replace(/^.*[\\/]/, ''));
    return { value: name, why, weight: knowledge.model(value, 'lora')?.lora_weight ?? 1 };
  });
  return [...new Map(found.map((tag) => [tag.value, tag])).values()];
}

/** The names of one kind, those that suit first. */
export function namesOf(
  setting: keyof typeof KINDS,
  generation: Generation,
  backend: BackendNames,
  knowledge: Knowledge,
): Suggestion[] {
  const { words } = knowledge.data.writing;
  const { family } = runOf(generation, knowledge).model;
  const { server } = backend;
  return backend[KINDS[setting]]
    .slice(0, MOST)
    .map((value) => {
      const known = setting === 'vae' ? null : knowledge.model(value, setting);
      const suits =
        known !== null && setting === 'lora' && (!family || !known.applies_to || known.applies_to.includes(family.id));
      const id = known ? 'has-known' : 'has';
      const why = say(words, id, { server, model: known?.name ?? '' });
      return { value, why, rank: suits ? 0 : known ? 1 : 2 };
    })
    .sort((a, b) => a.rank - b.rank);
}
