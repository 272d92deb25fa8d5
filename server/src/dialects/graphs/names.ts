/** The name of a model or a LoRA in an input: text, or a part of a description of it. */
import type { GraphRules } from '../../knowledge/schema.ts';
import type { SourceDocument, Value } from '../../syntax/document.ts';
import { get, pointerOf, resolve } from '../../syntax/navigate.ts';
import type { Name } from '../generation.ts';
import { scalarOf } from './graph.ts';

/** The value that holds the name, if it says any. */
export function nameIn(
  value: Value | null,
  { described_names, no_names }: Pick<GraphRules, 'described_names' | 'no_names'>,
): Value | null {
  const target = value && resolve(value);
  const named =
    target?.kind === 'map'
      ? described_names.map((name) => get(target, name)?.value).find((found) => found !== undefined)
      : value;
  const text = named && scalarOf(named);
  return typeof text === 'string' && text.trim() !== '' && !no_names.includes(text) ? (named ?? null) : null;
}

/** The name at such a value. */
export function nameAt(named: Value, document: SourceDocument): Name {
  return { text: String(scalarOf(named)), pointer: pointerOf(named, document), range: named };
}
