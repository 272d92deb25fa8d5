/** Settings written inside a string (`Steps: 20, Sampler: Euler a, …`, `a cat --s 20`), in the forms of data/dialects/embedded.yaml. */
import { type Knowledge, normaliseKey } from '../knowledge/knowledge.ts';
import type { EmbeddedForm } from '../knowledge/schema.ts';
import { type ScalarValue, type SourceDocument, type Value, ValueSpan } from '../syntax/document.ts';
import { pointerOf } from '../syntax/navigate.ts';
import { createArgumentReader } from './arguments.ts';
import type { Generation, Name, Occurrence } from './generation.ts';
import { createModelsAround } from './model-around.ts';

/** Settings that are read of one text: a record of a picture has some forty. */
const MOST_SETTINGS = 200;

/** A form, ready to look for. */
interface Form {
  readonly form: EmbeddedForm;
  readonly pair: RegExp;
  readonly keys: ReadonlyMap<string, string>;
}

/** Longer strings are base64 pictures or whole documents; looking for settings in them would cost more than it finds. */
const LONGEST_STRING = 100_000;

export interface EmbeddedReader {
  /** Whether a text may hold settings. */
  recognises(text: ScalarValue): boolean;
  /** The settings in a text, of each line or of the whole; none when it stands where such a form has no meaning. */
  read(text: ScalarValue, document: SourceDocument): readonly Generation[];
}

export function createEmbeddedReader(knowledge: Knowledge): EmbeddedReader {
  const forms = knowledge.data.embeddedForms.map((form) => ({
    form,
    sign: new RegExp(form.sign, 'im'),
    pair: new RegExp(form.pair, 'gm'),
    under: form.under && new Set(form.under.map(normaliseKey)),
    keys: new Map(Object.entries(form.keys).map(([key, setting]) => [key.toLowerCase(), setting])),
  }));

  const models = createModelsAround(knowledge, createArgumentReader(knowledge));

  return {
    recognises: ({ value, source }) =>
      typeof value === 'string' && source.length <= LONGEST_STRING && forms.some(({ sign }) => sign.test(source)),
    read(text, document) {
      const found = forms.find(({ sign, under }) => (!under || under.has(keyAbove(text))) && sign.test(text.source));
      if (!found) return [];
      const lines = found.form.each_line ? linesOf(unclosed(text)) : [{ start: 0, words: unclosed(text) }];
      return lines.flatMap((line, index) => {
        const generation = generationOf(found, line, index, text, document);
        return generation ? { ...generation, model: generation.model ?? models.around(text, document) } : [];
      });
    },
  };
}

/** A line of a text, and where it begins. */
interface Line {
  readonly start: number;
  readonly words: string;
}

/** Each line, also where JSON writes the breaks as `\n`. */
function linesOf(source: string): Line[] {
  let start = 0;
  return source.split(/(\n|\\n)/).flatMap((words, index) => {
    const line = { start, words };
    start += words.length;
    return index % 2 === 0 ? [line] : [];
  });
}

function generationOf(
  { form: { id, program }, pair, keys }: Form,
  { start, words }: Line,
  index: number,
  text: ScalarValue,
  document: SourceDocument,
): Generation | null {
  const pointer = pointerOf(text, document);
  const settings: Occurrence[] = [];
  let model: Name | null = null;
  for (const match of words.matchAll(pair)) {
    const [whole, key, literal] = match;
    const setting = keys.get(key.trim().toLowerCase());
    if (!setting) continue;
    if (settings.length === MOST_SETTINGS) break;
    const value = literal.trim();
    const at = start + match.index;
    const range = new ValueSpan(text, at + whole.lastIndexOf(literal) + literal.indexOf(value), value.length);
    if (setting === 'model') {
      model ??= { text: value, pointer, range };
      continue;
    }
    settings.push({
      setting,
      key: key.trim(),
      keyRange: new ValueSpan(text, at + whole.indexOf(key), key.length),
      range,
      pointer,
      value: /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value,
      source: value,
      via: 'embedded',
      pass: null,
      sentinel: false,
    });
  }
  if (!settings.some(({ setting }) => setting === 'inference_steps')) return null;
  return {
    dialect: id,
    program,
    id: index === 0 ? pointer : `${pointer}#${index + 1}`,
    pointer,
    range: text,
    model,
    loras: [],
    settings,
  };
}

/** The literal up to its closing quote, which is no part of the last setting. */
function unclosed({ source, style }: ScalarValue): string {
  return style === 'quoted' && source.length > 1 && source.endsWith(source.charAt(0)) ? source.slice(0, -1) : source;
}

/** The nearest key above a value, list indexes left out. */
function keyAbove(value: Value): string {
  let node: Value | null = value;
  while (node && typeof node.key !== 'string') node = node.parent;
  return node ? normaliseKey(String(node.key)) : '';
}
