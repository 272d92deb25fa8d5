/** Completion in a project file: what its schema allows at a place, and names of rules, settings, models and programs. */
import * as v from 'valibot';
import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  type Position,
} from 'vscode-languageserver-types';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { own } from '../../knowledge/own.ts';
import { ProjectSchema } from '../../project/schema.ts';
import { SourceText } from '../../syntax/text.ts';
import { projectPlaceAt } from './project-place.ts';

type Schema = v.GenericSchema & {
  readonly entries?: Readonly<Record<string, Schema>>;
  readonly options?: readonly unknown[];
  readonly wrapped?: Schema;
  readonly item?: Schema;
  readonly value?: Schema;
  readonly pipe?: readonly unknown[];
};

interface Offer {
  readonly label: string;
  readonly says: string;
}

/** What can be written at a place of a project file; `null` where nothing is known of. `context`: why it is asked for. */
export function completeProject(
  text: string,
  position: Position,
  knowledge: Knowledge,
  context?: { readonly triggerCharacter?: string | undefined },
): CompletionList | null {
  const lines = new SourceText(text);
  const offset = lines.offset(position.line, position.character);
  const place = projectPlaceAt(text.slice(0, offset), text.slice(offset));
  // By a blank, only the place behind a colon or a dash is meant.
  if (!place || (context?.triggerCharacter === ' ' && place.kind === 'key')) return null;
  const { path, kind, word, present } = place;
  const here = path.reduce<readonly Schema[]>(
    (found, key) => found.flatMap((each) => inside(each, key)),
    alternatives(ProjectSchema),
  );
  const keys = kind === 'value' ? [] : keysOf(here, path, knowledge).filter(({ label }) => !present.includes(label));
  const values = kind === 'key' ? [] : valuesOf(here, path, knowledge);
  const range = lines.range({ start: offset - word.length, end: offset });
  const item = ({ label, says }: Offer, index: number, asKey: boolean): CompletionItem => ({
    label,
    kind: asKey ? CompletionItemKind.Property : CompletionItemKind.Value,
    ...(says !== '' && { documentation: says }),
    sortText: String(index).padStart(4, '0'),
    textEdit: { range, newText: asKey ? `${label}: ` : label },
  });
  const items = [
    ...keys.map((offer, index) => item(offer, index, true)),
    ...values.map((offer, index) => item(offer, keys.length + index, false)),
  ];
  return items.length === 0 ? null : { isIncomplete: false, items };
}

/** A schema as what it may be: without wrappings, each of a union by itself, of a list its items. */
function alternatives(schema: Schema): readonly Schema[] {
  if (schema.wrapped) return alternatives(schema.wrapped);
  if (schema.type === 'union') return (schema.options ?? []).filter(isSchema).flatMap(alternatives);
  return schema.item ? alternatives(schema.item) : [schema];
}

function inside(schema: Schema, key: string): readonly Schema[] {
  const entry = (schema.entries && own(schema.entries, key)) ?? schema.value;
  return entry ? alternatives(entry) : [];
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && 'type' in value;
}

function keysOf(schemas: readonly Schema[], path: readonly string[], knowledge: Knowledge): Offer[] {
  return schemas.flatMap(({ entries, value }) => {
    if (entries) return Object.entries(entries).map(([label, entry]) => ({ label, says: descriptionOf(entry) }));
    if (!value) return [];
    return path[0] === 'rules' ? rules(knowledge) : path[0] === 'guides' ? settings(knowledge) : [];
  });
}

function descriptionOf(schema: Schema): string {
  return v.getDescription(schema) ?? (schema.wrapped ? descriptionOf(schema.wrapped) : '');
}

function valuesOf(schemas: readonly Schema[], path: readonly string[], knowledge: Knowledge): Offer[] {
  const named = namesFor(path.join('/'), knowledge);
  if (named.length > 0) return named;
  return schemas.flatMap(({ type, options }) => {
    if (type === 'boolean') return ['true', 'false'].map((label) => ({ label, says: '' }));
    return type === 'picklist' ? (options ?? []).map((option) => ({ label: String(option), says: '' })) : [];
  });
}

/** What texts at these places name. */
function namesFor(path: string, knowledge: Knowledge): Offer[] {
  const { models, programs } = knowledge.data;
  if (path === 'ignore/rules') return rules(knowledge);
  if (/^aliases\/[^/]+$/.test(path)) return settings(knowledge);
  if (path === 'models/like' || path === 'folders/model')
    return models.map(({ id, name }) => ({ label: id, says: name }));
  if (path === 'folders/program')
    return programs.filter(({ open }) => !open).map(({ id, name }) => ({ label: id, says: name }));
  return [];
}

function rules({ data }: Knowledge): Offer[] {
  return data.rules.map(({ code, title }) => ({ label: code, says: title }));
}

function settings({ guides }: Knowledge): Offer[] {
  return guides.map(({ id, title }) => ({ label: id, says: title }));
}
