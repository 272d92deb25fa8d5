/** Text to generations: asks each dialect in turn. Content decides; the file name plays no part. */
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { SourceDocument, Value } from '../syntax/document.ts';
import { createComfyReader } from './comfyui-api.ts';
import type { Reading } from './generation.ts';
import { createPlainReader } from './plain-arguments.ts';

/** Reads a document. Never throws; a document without generations gives an empty reading. */
export type Reader = (document: SourceDocument) => Reading;

export function createReader(knowledge: Knowledge): Reader {
  const comfy = createComfyReader(knowledge);
  const plain = createPlainReader(knowledge);
  return (document) => {
    const graphs = comfy.find(document);
    const skip = new Set<Value>(graphs);
    const fromGraphs = graphs.flatMap((graph) => comfy.read(graph, document));
    const fromArguments = plain.read(document, skip);
    const generations = [...fromGraphs, ...fromArguments.generations].sort((a, b) => a.range.start - b.range.start);
    if (graphs.length > 0) {
      return { dialect: 'comfyui-api', evidence: 'its nodes have `class_type` and `inputs`', generations };
    }
    return generations.length > 0
      ? { dialect: 'plain-arguments', evidence: fromArguments.evidence, generations }
      : { dialect: null, evidence: '', generations };
  };
}
