/** The generations of a file by names that people know them by: for the outline, for questions and for titles. */
import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver-types';
import { oneLine } from '../common/printable.ts';
import { type Generation, settingOf } from '../dialects/generation.ts';
import { type Knowledge, say } from '../knowledge/knowledge.ts';
import { runOf } from '../run/index.ts';
import type { MapValue } from '../syntax/document.ts';
import { get, isValue, resolve } from '../syntax/navigate.ts';
import type { Analysis } from './analysis.ts';

/** Characters of a prompt that stand for it. */
const LONGEST = 40;

/**
 * The title that a person gave its node, else the node's type and number; of other files the beginning of its prompt; `null` for
 * none.
 */
export function titleOf(generation: Generation): string | null {
  const map = isValue(generation.range) ? resolve(generation.range) : null;
  if (generation.graph) return map?.kind === 'map' ? nodeTitle(map, generation.id) : null;
  const prompt = settingOf(generation, 'prompt')?.value;
  return typeof prompt === 'string' && prompt.trim() !== '' ? shortened(prompt) : null;
}

/** `Sampler 2 · SDXL · 80 steps`. */
export function labelOf(generation: Generation, knowledge: Knowledge): string {
  const run = runOf(generation, knowledge);
  const steps = run.steps.written;
  const { words } = knowledge.data.writing;
  return [
    titleOf(generation),
    run.model.name === null ? null : shortened(run.model.name),
    steps === null ? null : say(words, 'steps', { steps }),
  ]
    .filter((part) => part !== null)
    .join(' · ');
}

/** The outline: a symbol a generation, in the order of the file. */
export function symbolsOf({ reading, lines }: Analysis, knowledge: Knowledge): DocumentSymbol[] {
  return reading.generations.map((generation) => {
    const { start, end } = generation.range;
    const steps = settingOf(generation, 'inference_steps');
    const isInside = steps && steps.range.start >= start && steps.range.end <= end;
    const selection = isInside ? steps.range : { start, end: start };
    return {
      name: labelOf(generation, knowledge) || reading.name,
      kind: SymbolKind.Event,
      range: lines.range(generation.range),
      selectionRange: lines.range(selection),
    };
  });
}

function nodeTitle(node: MapValue, id: string): string | null {
  const meta = resolve(get(node, '_meta')?.value ?? node);
  const title = textAt(node, 'title') ?? (meta?.kind === 'map' ? textAt(meta, 'title') : null);
  const type = textAt(node, 'class_type') ?? textAt(node, 'type');
  // ComfyUI's exports have the type as the title where nobody gave one: "KSampler (Advanced)".
  const isGiven = title !== null && letters(title) !== letters(type ?? '');
  if (isGiven || type === null) return title;
  return `${title ?? type} #${id}`;
}

function letters(text: string): string {
  return text.replace(/\W/g, '').toLowerCase();
}

function textAt(map: MapValue, key: string): string | null {
  const value = resolve(get(map, key)?.value ?? map);
  const text = value?.kind === 'scalar' && typeof value.value === 'string' ? value.value.trim() : '';
  return text === '' ? null : shortened(text);
}

/** One line, cut at a word. */
function shortened(text: string): string {
  const line = oneLine(text, LONGEST);
  const space = text.length > LONGEST && line.endsWith('…') ? line.lastIndexOf(' ') : -1;
  return space > LONGEST / 2 ? `${line.slice(0, space)}…` : line;
}
