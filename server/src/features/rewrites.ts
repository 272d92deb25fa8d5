/** Changes that a person may want where nothing is wrong: the draft's or the final count, and the program's own word for a key. */
import type { CodeAction, Range } from 'vscode-languageserver-types';
import { type Generation, type Occurrence, settingOf } from '../dialects/generation.ts';
import { type Knowledge, say } from '../knowledge/knowledge.ts';
import { draftSteps, finalSteps, sharesSteps } from '../run/counts.ts';
import { runOf } from '../run/index.ts';
import { REWRITE } from './action-kinds.ts';
import { type Analysis, generationAt, occurrenceAt } from './analysis.ts';
import { replaced, wanted } from './code-actions.ts';
import { programsWord } from './completion/keys.ts';
import { settingEdit } from './setting-edit.ts';

/** Asked for by name, it is meant for the whole generation that the cursor is in. */
export const STEPS_SWITCH = `${REWRITE}.steps`;
const KEY = `${REWRITE}.key`;

export interface RewriteRequest {
  readonly uri: string;
  readonly range: Range;
  /** Kinds wanted; all when absent. */
  readonly only?: readonly string[] | undefined;
}

/** The changes on offer at a range. */
export function rewrites(analysis: Analysis, { uri, range, only }: RewriteRequest, knowledge: Knowledge): CodeAction[] {
  const offset = analysis.lines.offset(range.start.line, range.start.character);
  const at = occurrenceAt(analysis, offset);
  const { words } = knowledge.data.writing;
  const action = (kind: string, title: string, edit: { range: Range; newText: string } | null): CodeAction[] =>
    edit ? [{ title, kind, edit: { changes: { [uri]: [edit] } } }] : [];

  const isAsked = only?.includes(STEPS_SWITCH) === true;
  const onCount = at?.occurrence.setting === 'inference_steps' && at.occurrence.pass === null ? at.generation : null;
  const switched = isAsked ? generationAt(analysis, offset) : onCount;
  return [
    ...(switched && wanted(only, STEPS_SWITCH)
      ? counts(switched, knowledge).flatMap(({ id, steps }) =>
          action(
            STEPS_SWITCH,
            say(words, id, { steps }),
            settingEdit(analysis, switched, 'inference_steps', `${steps}`, knowledge),
          ),
        )
      : []),
    ...(at && wanted(only, KEY) ? keyAs(at.generation, at.occurrence) : []),
  ];

  function keyAs(generation: Generation, occurrence: Occurrence): CodeAction[] {
    const { keyRange, via } = occurrence;
    const word = keyRange && via === null ? programsWord(occurrence, generation, knowledge) : null;
    if (word === null || !keyRange) return [];
    const edit = replaced(analysis, keyRange, word);
    const program = knowledge.program(generation.program)?.name ?? '';
    return action(KEY, say(words, 'key', { key: word, program }), {
      range: analysis.lines.range(edit),
      newText: edit.text,
    });
  }
}

/** The counts that a generation can be switched to, the one that it has not first: the draft's, unless it is one. */
function counts(generation: Generation, knowledge: Knowledge): { readonly id: string; readonly steps: number }[] {
  const run = runOf(generation, knowledge);
  const { model, steps } = run;
  // Figures for pictures say nothing of what makes none, and of a model that is nobody's.
  if (sharesSteps(run) || model.ownModel || model.noPicture || !settingOf(generation, 'inference_steps')) return [];
  const draft = { id: 'to-draft', steps: draftSteps(run, knowledge) };
  const final = { id: 'to-final', steps: finalSteps(run, knowledge) };
  if (draft.steps >= final.steps) return [];
  const inOrder = steps.written === draft.steps ? [final] : [draft, final];
  return inOrder.filter((count) => count.steps !== steps.written);
}
