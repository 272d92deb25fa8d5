/** A text with a cursor, and what stands in the list or in the text afterwards. */
import type { CompletionItem } from 'vscode-languageserver-types';
import { type CompletionOptions, complete } from '../../../server/src/features/completion/index.ts';
import { analyse, knowledge } from '../../support/knowledge.ts';
import { atCursor } from '../../support/marked.ts';

export const NOTHING = { server: 'ComfyUI', samplers: null, schedules: null, models: [], loras: [], vaes: [] };
export const OPTIONS: CompletionOptions = {
  snippets: false,
  typing: false,
  afterBlank: false,
  languageId: '',
  analyse,
  backend: NOTHING,
};

export function offered(
  language: string,
  source: string,
  options: Partial<CompletionOptions> = {},
): readonly CompletionItem[] {
  const { text, offset } = atCursor(source);
  return (
    complete(analyse(text, language), offset, knowledge, { ...OPTIONS, languageId: language, ...options })?.items ?? []
  );
}

/** `25 · SDXL`, as the list shows it. */
export function shown(language: string, source: string, options: Partial<CompletionOptions> = {}): string[] {
  return offered(language, source, options).map(({ label, labelDetails }) => label + (labelDetails?.detail ?? ''));
}

/** The text after the item of a label was taken. */
export function taken(
  language: string,
  source: string,
  label: string,
  options: Partial<CompletionOptions> = {},
): string {
  const { text } = atCursor(source);
  const item = offered(language, source, options).find((each) => each.label === label);
  if (!item?.textEdit || !('range' in item.textEdit)) return `no ${label}`;
  const { lines } = analyse(text, language);
  return [item.textEdit, ...(item.additionalTextEdits ?? [])]
    .map(({ range, newText }) => ({
      start: lines.offset(range.start.line, range.start.character),
      end: lines.offset(range.end.line, range.end.character),
      newText,
    }))
    .sort((a, b) => b.start - a.start)
    .reduce((result, { start, end, newText }) => result.slice(0, start) + newText + result.slice(end), text);
}

export const LIGHTNING = 'model: sdxl\nloras: [sdxl_lightning_4step_lora]\nprompt: a\n';
export const GRAPH = (inputs: string) =>
  `{"1": {"class_type": "KSampler", "inputs": {${inputs}, "model": ["2", 0]}}, "2": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "sd_xl_base_1.0.safetensors"}}}`;
