/** One change that gives a generation what its model wants: steps, guidance, sampler, schedule, size and shift at once. */
import type { CodeAction, Range, TextEdit } from 'vscode-languageserver-types';
import { countOf, type Generation, settingOf } from '../../dialects/generation.ts';
import { type Knowledge, say } from '../../knowledge/knowledge.ts';
import { ofPicture, runOf } from '../../run/index.ts';
import { REWRITE } from '../action-kinds.ts';
import type { Analysis } from '../analysis.ts';
import { wanted } from '../code-actions.ts';
import { valuesOf } from '../completion/values.ts';
import { settingEdit } from '../setting-edit.ts';
import { modelAt } from './card.ts';

const NO_LISTS = { samplers: null, schedules: null };
const SETTINGS = ['inference_steps', 'guidance_scale', 'distilled_guidance', 'sampler', 'scheduler', 'flow_shift'];

/** What is confirmed before anything is changed. */
const SHOWN = 'shown';

export interface ModelSettingsRequest {
  readonly uri: string;
  readonly range: Range;
  /** Kinds wanted; all when absent. */
  readonly only?: readonly string[] | undefined;
  /** The client shows changes of a saved file before it makes them. */
  readonly previews: boolean;
}

/** The action, where the model's name is touched and the file says something else than the model wants. */
export function modelSettings(
  analysis: Analysis,
  { uri, range, only, previews }: ModelSettingsRequest,
  knowledge: Knowledge,
): CodeAction[] {
  if (!wanted(only, REWRITE)) return [];
  const found = modelAt(analysis, analysis.lines.offset(range.start.line, range.start.character), knowledge);
  if (!found) return [];
  const edits = new Map<string, TextEdit & { readonly says: string }>();
  for (const generation of found.generations)
    for (const edit of editsFor(analysis, generation, knowledge)) edits.set(JSON.stringify(edit.range), edit);
  if (edits.size === 0) return [];
  const { words } = knowledge.data.writing;
  const title = say(words, 'use', { model: runOf(found.generations[0], knowledge).model.name ?? found.model.name });
  const all = [...edits.values()];
  if (!previews) {
    const changes = { [uri]: all.map(({ range: at, newText }) => ({ range: at, newText })) };
    return [{ title, kind: REWRITE, edit: { changes } }];
  }
  const changeAnnotations = Object.fromEntries(all.map(({ says }, index) => [`${index}`, { label: says }]));
  return [
    {
      title,
      kind: REWRITE,
      edit: {
        changeAnnotations: { ...changeAnnotations, [SHOWN]: { label: title, needsConfirmation: true } },
        documentChanges: [
          // VS Code shows all that is to be done where one thing wants to be confirmed, and leaves that one unticked: this does
          // nothing, so that *Apply* does the rest.
          { kind: 'create', uri, options: { ignoreIfExists: true }, annotationId: SHOWN },
          {
            textDocument: { uri, version: null },
            edits: all.map(({ range: at, newText }, index) => ({ range: at, newText, annotationId: `${index}` })),
          },
        ],
      },
    },
  ];
}

function editsFor(
  analysis: Analysis,
  generation: Generation,
  knowledge: Knowledge,
): (TextEdit & { readonly says: string })[] {
  const change = (setting: string, value: string): (TextEdit & { readonly says: string })[] => {
    const occurrence = settingOf(generation, setting);
    const edit = settingEdit(analysis, generation, setting, value, knowledge);
    return edit ? [{ ...edit, says: `${occurrence?.key ?? setting}: ${occurrence?.source ?? ''} → ${value}` }] : [];
  };
  const edits = SETTINGS.flatMap((setting) => {
    const occurrence = settingOf(generation, setting);
    if (!occurrence) return [];
    const wanted = wantedOf(setting, occurrence.key, generation, knowledge);
    return wanted.length === 0 || isAmong(occurrence.value, countOf(occurrence), wanted)
      ? []
      : change(setting, wanted[0]);
  });
  return [...edits, ...sizeFor(generation, knowledge).flatMap(([setting, value]) => change(setting, value))];
}

/** What the model wants, the usual first; of numbers also the ends of what suits. */
function wantedOf(setting: string, key: string, generation: Generation, knowledge: Knowledge): string[] {
  const { decisive, family } = runOf(generation, knowledge).model;
  const values = valuesOf({ setting, key, generation }, NO_LISTS, knowledge).map(({ value }) => value);
  switch (setting) {
    case 'inference_steps':
      return decisive ? values.slice(0, 3) : [];
    case 'guidance_scale':
    case 'distilled_guidance':
      return decisive?.guidance || family?.guidance ? values : [];
    case 'sampler':
      return values.slice(0, decisive?.samplers?.length ?? 0);
    case 'scheduler':
      return values.slice(0, (decisive?.schedules ?? decisive?.samplers)?.length ?? 0).filter((name) => {
        const schedule = knowledge.schedule(name);
        return schedule === null || decisive?.schedules?.includes(schedule.id);
      });
    default:
      return values.slice(0, 1);
  }
}

/** Written otherwise it may be the same; a number between the ends suits as well. */
function isAmong(value: unknown, count: number | null, wanted: readonly string[]): boolean {
  const numbers = wanted.map(Number);
  if (count !== null && numbers.every(Number.isFinite))
    return count >= Math.min(...numbers) && count <= Math.max(...numbers);
  return wanted.some((name) => name.toLowerCase() === String(value).toLowerCase());
}

/** The size it was made for, where the one that is written is no size of its own; nothing where a rule finds none wrong with it. */
function sizeFor(generation: Generation, knowledge: Knowledge): [string, string][] {
  const { model, size } = runOf(generation, knowledge);
  const sized = ofPicture(model, (each) => each.size)?.fact;
  const sides = ['width', 'height'].map((setting) => settingOf(generation, setting));
  if (!sized || size.width === null || size.height === null || sides.some((side) => !side)) return [];
  const pixels = size.width * size.height;
  const [width, height] = sized.native[0];
  const isLike = sized.native.some(([a, b]) => Math.abs(a * b - pixels) <= 0.25 * a * b);
  return isLike
    ? []
    : [
        ['width', String(width)],
        ['height', String(height)],
      ];
}
