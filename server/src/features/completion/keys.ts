/** The keys that a generation can still be given, in the words of its format. */
import { type Generation, type Occurrence, settingOf } from '../../dialects/generation.ts';
import { type Knowledge, normaliseKey } from '../../knowledge/knowledge.ts';
import { own } from '../../knowledge/own.ts';
import type { Guide } from '../../knowledge/schema.ts';
import { runOf } from '../../run/index.ts';
import type { MapValue } from '../../syntax/document.ts';
import { entriesOf } from '../../syntax/navigate.ts';
import { inputSetting, nodeClass, settingOfKey } from './context.ts';
import { PROGRAM, votesOf } from './likeness.ts';

export interface OfferedKey {
  readonly key: string;
  readonly setting: string;
}

/** Votes of a tool that everyone is. */
const ANY_TOOL = 0.1;

/** Keys for a map of a generation, the most wanted first. `writing`: those that are only being written are offered, too. */
export function keysFor(
  map: MapValue,
  generation: Generation,
  writing: ReadonlySet<string>,
  knowledge: Knowledge,
): OfferedKey[] {
  const present = entriesOf(map)
    .map(({ key }) => key.text)
    .filter((key) => !writing.has(key));
  if (generation.graph) return inputsFor(map, present, knowledge);
  const taken = new Set(generation.settings.filter(({ key }) => !writing.has(key)).map(({ setting }) => setting));
  for (const key of present) taken.add(settingOfKey(key, generation, knowledge) ?? '');
  if (generation.model) taken.add('model');
  const votes = votesOf(generation, present, writing, knowledge);
  return knowledge.data.writing.keys.flatMap((setting) => {
    if (taken.has(setting) || !makesSense(setting, generation, knowledge)) return [];
    const key = spellingOf(setting, generation, votes, knowledge);
    return key === null ? [] : [{ key, setting }];
  });
}

/**
 * The word that the program of a generation has for a setting that the file calls as other tools do; `null` where no program is known, or
 * its format says itself which words there are.
 */
export function programsWord(
  { setting, key }: Occurrence,
  generation: Generation,
  knowledge: Knowledge,
): string | null {
  const { graph, settings } = generation;
  if (graph || !knowledge.program(generation.program)) return null;
  const isSame = (other: string): boolean => normaliseKey(other) === normaliseKey(key);
  const votes = votesOf(generation, [], new Set([key]), knowledge);
  const alias = knowledge.guide(setting)?.aliases.find((each) => isSame(each.key));
  const isItsOwn = alias?.used_by.some((tool) => (votes.get(tool) ?? 0) >= PROGRAM) === true;
  // A format that has words of its own takes no others.
  if (isItsOwn || hasOwnWords(generation, knowledge) || declaredPaths(setting, generation, knowledge).some(isSame))
    return null;
  const word = spellingOf(setting, generation, votes, knowledge);
  return word === null || settings.some((each) => each.key === word) ? null : word;
}

/** Of a node: the inputs of its class that have a meaning. */
function inputsFor(map: MapValue, present: readonly string[], knowledge: Knowledge): OfferedKey[] {
  const type = nodeClass(map);
  const layout = knowledge.data.comfyWorkflow.layouts.find(({ nodes }) => type !== null && nodes.includes(type));
  return (layout?.widgets ?? []).flatMap((key) => {
    const setting = present.includes(key) ? null : inputSetting(key, knowledge);
    return setting ? [{ key, setting }] : [];
  });
}

function makesSense(setting: string, generation: Generation, knowledge: Knowledge): boolean {
  const run = runOf(generation, knowledge);
  const { decisive, family, isVideo } = run.model;
  if (knowledge.data.writing.video.includes(setting)) return isVideo;
  const models = [decisive, family].filter((model) => model !== null);
  const takesInput = models.some((model) => model.guidance?.kind === 'embedded');
  switch (setting) {
    case 'flow_shift':
      return models.some((model) => model.flow_shift !== undefined);
    case 'clip_skip':
      return run.facts.clip_skip !== undefined && models.every((model) => model.flow_shift === undefined);
    case 'distilled_guidance':
      return takesInput;
    case 'negative_prompt':
      return run.negative.read !== false && !takesInput;
    default:
      return true;
  }
}

/** The spelling that the format declares, else the one of the tools that the file is most like; `null` where none is. */
function spellingOf(
  setting: string,
  generation: Generation,
  votes: ReadonlyMap<string, number>,
  knowledge: Knowledge,
): string | null {
  const declared = declaredPaths(setting, generation, knowledge);
  const plain = declared.filter((path) => /^[\w-]+$/.test(path));
  const named = own(knowledge.data.writing.names, setting);
  if (named !== undefined && declared.length === 0) return setting === 'lora' ? null : named;
  // Elsewhere than in this map.
  if (named !== undefined) return plain.includes(declared[0]) ? (plain.includes(named) ? named : plain[0]) : null;
  if (plain.length > 0) return plain[0];
  const guide = knowledge.guide(setting);
  const aliases = guide ? aliasesOf(guide, setting) : [];
  // Of a file that is like no tool's: the usual spelling.
  if (votes.size === 0) return (aliases.find(isGeneral) ?? aliases[0])?.key ?? null;
  let best: { readonly key: string; readonly score: number } | null = null;
  for (const { key, used_by } of aliases) {
    const score = used_by.reduce((sum, tool) => sum + (votes.get(tool) ?? 0), 0);
    const general = isGeneral({ used_by }) ? ANY_TOOL : 0;
    if (score + general > (best?.score ?? 0)) best = { key, score: score + general };
  }
  return best?.key ?? null;
}

function isGeneral({ used_by }: Pick<Guide['aliases'][number], 'used_by'>): boolean {
  return used_by.some((tool) => /^(nearly every|most)/.test(tool));
}

function hasOwnWords({ dialect }: Generation, { data: { dialects } }: Knowledge): boolean {
  return dialects.some(({ id, generations }) => id === dialect && generations.some(({ settings }) => settings));
}

/** Where the format has a setting, the usual place first; nowhere where it does not say. */
function declaredPaths(setting: string, generation: Generation, knowledge: Knowledge): readonly string[] {
  const declared = knowledge.data.dialects.find(({ id }) => id === generation.dialect)?.generations ?? [];
  // A format may have parts with words of their own: those that count as this one does are like it.
  const count = settingOf(generation, 'inference_steps')?.key;
  const alike = declared.filter(({ steps }) => steps.some(({ path }) => path === count));
  return (alike.length > 0 ? alike : declared).flatMap(({ settings, steps, model = [], loras = [] }) => {
    if (setting === 'inference_steps') return steps.map(({ path }) => path);
    if (setting === 'model') return model;
    return setting === 'lora' ? loras : (own(settings, setting) ?? []);
  });
}

function aliasesOf(guide: Guide, setting: string): Guide['aliases'] {
  return guide.aliases.filter(
    (alias) => (alias.setting ?? guide.id) === setting && alias.pass === undefined && !alias.declared_only,
  );
}
