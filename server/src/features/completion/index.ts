/** Completion of keys and values, judged: what fits the model and the program comes first, with the reason. */
import { t } from '@vscode/l10n';
import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  InsertTextFormat,
} from 'vscode-languageserver-types';
import { type Knowledge, say } from '../../knowledge/knowledge.ts';
import type { SourceDocument } from '../../syntax/document.ts';
import { literalLike } from '../../syntax/literal.ts';
import { parse } from '../../syntax/parse.ts';

import type { Analysis } from '../analysis.ts';
import { type Analyse, generationOf, type Meaning, meaningOf, PROBE, SHORT } from './context.ts';
import type { EmptyPlace } from './empty.ts';
import { keysFor } from './keys.ts';
import { type BackendNames, isName, namesOf, tagsOf } from './names.ts';
import { type KeyPlace, placeAt, type TagPlace, type TypingPlace, type ValuePlace } from './place.ts';
import { startersFor } from './starters.ts';
import { type Suggestion, valuesOf } from './values.ts';

export interface CompletionOptions {
  /** The client takes tab stops. */
  readonly snippets: boolean;
  /** Asked for while typing on, not by a person: what is complete is left alone. */
  readonly typing: boolean;
  /** A blank was typed: only the place behind a colon is meant. */
  readonly afterBlank: boolean;
  /** As the client names it; '' where it does not. */
  readonly languageId: string;
  readonly analyse: Analyse;
  /** What the chosen backend has, as far as it has said so already. */
  readonly backend: BackendNames;
}

/** What can be written at an offset; `null` where nothing of ours can. */
export function complete(
  analysis: Analysis,
  offset: number,
  knowledge: Knowledge,
  options: CompletionOptions,
): CompletionList | null {
  const place = placeAt(documentOf(analysis, options), offset);
  if (!place || (options.afterBlank && place.kind !== 'value')) return null;
  const items = itemsAt(place, analysis, knowledge, options);
  // What is typed next may be worth another list: a number is judged digit by digit.
  return items.length === 0 ? null : { isIncomplete: place.kind === 'value', items };
}

function itemsAt(
  place: TypingPlace,
  analysis: Analysis,
  knowledge: Knowledge,
  options: CompletionOptions,
): CompletionItem[] {
  switch (place.kind) {
    case 'empty':
      return newConfigs(place, analysis, knowledge, options);
    case 'key':
      return keys(place, analysis, knowledge, options);
    case 'tag':
      return tags(place, analysis, knowledge, options);
    case 'value':
      return values(place, analysis, knowledge, options);
  }
}

/** A text without a step count is not read by itself: a short one is read here. */
function documentOf({ document }: Analysis, { languageId }: CompletionOptions): SourceDocument {
  if (document.roots.length > 0 || document.text.length > SHORT) return document;
  return parse(document.text.toString(), languageId === '' ? undefined : languageId);
}

function newConfigs(
  place: EmptyPlace,
  analysis: Analysis,
  knowledge: Knowledge,
  { snippets, languageId }: CompletionOptions,
): CompletionItem[] {
  return startersFor(/^json/.test(languageId) ? 'json' : 'yaml', knowledge).map(
    ({ name, says, snippet, plain }, index) => ({
      label: name,
      kind: CompletionItemKind.Snippet,
      detail: says,
      filterText: place.before === '' ? name : `${place.before} ${name}`,
      sortText: order(index),
      insertTextFormat: snippets ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
      textEdit: { range: analysis.lines.range(place.range), newText: within(place, snippets ? snippet : plain) },
    }),
  );
}

/** A whole config, or what is in its braces where these are there. */
function within({ inside }: EmptyPlace, config: string): string {
  if (!inside) return config;
  const entries = config.replace(/^\{\n|\n\}$/g, '');
  return inside.isOwnLine ? entries.replace(/^ {2}/gm, '') : `\n${entries}\n${inside.isClosed ? '' : '}'}`;
}

function keys(place: KeyPlace, analysis: Analysis, knowledge: Knowledge, options: CompletionOptions): CompletionItem[] {
  const generation = generationOf(place, analysis, options.analyse);
  if (!generation) return [];
  const { texts } = knowledge.data.writing;
  // Of what is not ours yet, the step count was only supposed.
  const isSupposed = analysis.reading.generations.length === 0;
  const writing = new Set([place.entry?.key.text ?? '', ...(isSupposed ? [PROBE] : [])]);
  return keysFor(place.map, generation, writing, knowledge).map(({ key, setting }, index) => {
    const guide = knowledge.guide(setting);
    const [best] = valuesOf({ setting, key, generation }, options.backend, knowledge);

    const format = place.form === 'json' ? 'json' : 'yaml';
    const isText = texts.includes(setting);
    const value = best ? literalLike('', best.value, format) : isText ? '""' : '';
    const written = place.quote !== '' ? place.quote + key + place.quote : format === 'json' ? `"${key}"` : key;
    const range = analysis.lines.range(place.range);
    const comma = place.commaBehind ? ',' : '';
    const snippet = `${escaped(written)}: ${stop(value)}${comma}`;
    const item: CompletionItem = {
      label: key,
      kind: CompletionItemKind.Property,
      detail: guide ? t(guide.title) : setting.replaceAll('_', ' '),
      filterText: place.quote + key,
      sortText: order(index),
      textEdit: {
        range,
        newText: place.hasColon ? written : options.snippets ? snippet : `${written}: ${value}${comma}`,
      },
      insertTextFormat: options.snippets && !place.hasColon ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    };
    if (best) item.labelDetails = { description: best.why === '' ? best.value : `${best.value} · ${best.why}` };
    if (guide) item.documentation = t(guide.summary);
    if (place.commaBefore !== null) {
      const at = analysis.lines.position(place.commaBefore);
      item.additionalTextEdits = [{ range: { start: at, end: at }, newText: ',' }];
    }
    return item;
  });
}

/** A value as the place the cursor goes to: the text in its quotes, where it has some. */
function stop(value: string): string {
  const quoted = /^(")(.*)"$/.exec(value);
  return quoted ? `"\${1:${escaped(quoted[2])}}"` : `\${1:${escaped(value)}}`;
}

function escaped(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

function values(
  place: ValuePlace,
  analysis: Analysis,
  knowledge: Knowledge,
  options: CompletionOptions,
): CompletionItem[] {
  const meaning = meaningOf(place, analysis, knowledge, options.analyse);
  if (!meaning) return [];
  const found = suggestions(meaning, place, knowledge, options);
  const { before, quote, lead, commaBehind } = place;
  const typed = before.slice(quote.length);
  const isNumber = /^-?\d/.test(typed);
  const shown = isNumber && options.typing ? found.filter(({ value }) => value.startsWith(typed)) : found;
  // What is complete is left alone, so that Enter ends the line.
  if (options.typing && shown.every(({ value }) => value === typed)) return [];
  const isWhole = !options.typing && (isNumber || found.some(({ value }) => value === typed.replace(/["']$/, '')));
  const range = analysis.lines.range(place.range);
  const format = place.form === 'json' ? 'json' : 'yaml';
  const isOther = !found.some(({ value }) => value === typed || !Number.isFinite(Number(value)));
  const written =
    isNumber && isWhole && isOther ? [{ value: typed, why: say(knowledge.data.writing.words, 'written') }] : [];
  return [...written, ...shown].map(({ value, why }, index): CompletionItem => {
    const literal = literalLike(quote, value, format);
    return {
      label: value,
      kind: CompletionItemKind.Value,
      ...(why !== '' && { labelDetails: { detail: ` · ${why}` }, detail: why }),
      filterText: isWhole ? before : /^["']/.test(literal) && quote === '' ? value : literal,
      sortText: order(index),
      ...(index === 0 && { preselect: true }),
      textEdit: { range, newText: `${lead}${literal}${commaBehind ? ',' : ''}` },
    };
  });
}

/** LoRAs in a prompt, by the names that prompts have for them. */
function tags(
  place: TagPlace,
  analysis: Analysis,
  knowledge: Knowledge,
  { analyse, backend }: CompletionOptions,
): CompletionItem[] {
  const meaning = meaningOf(place, analysis, knowledge, analyse);
  if (meaning?.setting !== 'prompt') return [];
  const range = analysis.lines.range(place.range);
  return tagsOf(meaning.generation, backend, knowledge).map(
    ({ value, why, weight }, index): CompletionItem => ({
      label: value,
      kind: CompletionItemKind.Value,
      labelDetails: { detail: ` · ${why}` },
      detail: why,
      filterText: value,
      sortText: order(index),
      textEdit: { range, newText: place.isClosed ? value : `${value}:${weight}>` },
    }),
  );
}

function suggestions(
  { setting, generation }: Meaning,
  { entry }: ValuePlace,
  knowledge: Knowledge,
  { backend }: CompletionOptions,
): readonly Suggestion[] {
  if (isName(setting)) return namesOf(setting, generation, backend, knowledge);
  return valuesOf({ setting, key: entry?.key.text ?? '', generation }, backend, knowledge);
}

/** Clients sort by text. */
function order(index: number): string {
  return String(index).padStart(4, '0');
}
