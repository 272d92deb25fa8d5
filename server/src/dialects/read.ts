/** Text to generations: asks each dialect in turn. Content decides; the file name plays no part. */
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { SourceDocument, Value } from '../syntax/document.ts';
import { createDeclaredReader } from './declared.ts';
import { createEmbeddedReader } from './embedded.ts';
import type { Generation, Reading } from './generation.ts';
import { createGraphReaders } from './graphs/readers.ts';
import { withLoraTags } from './lora-tags.ts';
import { createPlainReader } from './plain-arguments.ts';

/** Reads a document. Never throws; a document without generations gives an empty reading. */
export type Reader = (document: SourceDocument) => Reading;

export function createReader(knowledge: Knowledge): Reader {
  const graphs = createGraphReaders(knowledge);
  const declared = createDeclaredReader(knowledge);
  const plain = createPlainReader(knowledge);
  const embedded = createEmbeddedReader(knowledge);

  // Readers run from the most certain to the most general; what one has read, the later ones leave alone.
  return (document) => {
    const taken = new Set<Value>();
    const parts: Reading[] = [];
    for (const { dialect, name, evidence, find, read } of graphs) {
      const found = find(document, taken);
      if (found.length > 0)
        parts.push({ dialect, name, evidence, generations: found.flatMap((graph) => read(graph, document)) });
      for (const graph of found) taken.add(graph);
    }
    const strings = embedded.read(document, taken);
    for (const { dialect, generations, covered } of declared.read(document, taken)) {
      parts.push({ dialect: dialect.id, name: dialect.name, evidence: dialect.evidence, generations });
      for (const value of covered) taken.add(value);
    }
    const args = plain.read(document, taken);
    if (args.generations.length > 0) parts.push({ dialect: 'plain-arguments', name: 'generation arguments', ...args });
    for (const generation of strings) {
      const form = knowledge.data.embeddedForms.find(({ id }) => id === generation.dialect);
      parts.push({
        dialect: generation.dialect,
        name: form?.name ?? '',
        evidence: 'its text',
        generations: [generation],
      });
    }
    return join(parts);
  };
}

/** Tells generations of one mapping apart (a picture and its live painting): the second has `#2` after its id. */
function uniqueId(): (generation: Generation) => Generation {
  const seen = new Map<string, number>();
  return (generation) => {
    const count = (seen.get(generation.id) ?? 0) + 1;
    seen.set(generation.id, count);
    return count === 1 ? generation : { ...generation, id: `${generation.id}#${count}` };
  };
}

/** One reading of all parts, named after the part that says most. */
function join(parts: readonly Reading[]): Reading {
  const generations = parts
    .flatMap((part) => part.generations)
    .map(withLoraTags)
    .sort((a, b) => a.range.start - b.range.start)
    .map(uniqueId());
  const main = parts.reduce<Reading | null>(
    (best, part) => (best && best.generations.length >= part.generations.length ? best : part),
    null,
  );
  return main ? { ...main, generations } : { dialect: null, name: '', evidence: '', generations };
}
