/** The model of a generation that names none itself: the one that what is around it names. */
import { kept, remembered } from '../common/memory.ts';
import { type Knowledge, normaliseKey } from '../knowledge/knowledge.ts';
import type { Entry, MapValue, ScalarValue, SourceDocument, Value } from '../syntax/document.ts';
import { entriesOf, entryOf, pointerOf, resolve } from '../syntax/navigate.ts';
import type { ArgumentReader } from './arguments.ts';
import { nameOf } from './arguments.ts';
import type { Name } from './generation.ts';

export interface ModelsAround {
  /** The values of a mapping that name a model under keys that often name something else. */
  elsewhereIn(map: MapValue): readonly ScalarValue[];
  /** The model that a key around a value names (`flux-schnell: {steps: 28}`): the nearest. */
  above(value: Value, document: SourceDocument): Name | null;
  /** The model that the nearest mapping around a value names, under any of the keys that do. */
  around(value: Value, document: SourceDocument): Name | null;
}

export function createModelsAround(knowledge: Knowledge, { argumentsOf, modelIn }: ArgumentReader): ModelsAround {
  const elsewhere = new Set(knowledge.data.plainArguments.model_elsewhere.map(normaliseKey));
  /** Many texts may lie in one mapping. */
  const namedBy = remembered(
    (map: MapValue, document: SourceDocument): Name | null => {
      const [other] = elsewhereIn(map);
      return modelIn(argumentsOf(map), document) ?? (other ? nameOf(other, document) : null);
    },
    { until: (_, { revision }) => revision },
  );

  return { elsewhereIn, above, around };

  function elsewhereIn(map: MapValue): readonly ScalarValue[] {
    const found: ScalarValue[] = [];
    for (const entry of entriesOf(map)) {
      const value = elsewhere.has(normaliseKey(entry.key.text)) ? resolve(entry.value) : null;
      if (value?.kind === 'scalar' && typeof value.value === 'string' && isModel(value.value)) found.push(value);
    }
    return kept(found);
  }

  function above(value: Value, document: SourceDocument): Name | null {
    for (let node: Value | null = value; node; node = node.parent) {
      const entry = typeof node.key === 'string' && isModel(node.key) ? entryOf(node) : null;
      if (entry) return nameAt(entry, document);
    }
    return null;
  }

  function around(value: Value, document: SourceDocument): Name | null {
    for (let node = value.parent; node; node = node.parent) {
      const name = node.kind === 'map' ? namedBy(node, document) : null;
      if (name) return name;
    }
    return above(value, document);
  }

  function isModel(name: string): boolean {
    return knowledge.model(name, 'model')?.role === 'checkpoint';
  }
}

function nameAt({ key, value }: Entry, document: SourceDocument): Name {
  return { text: key.text, pointer: pointerOf(value, document), range: key };
}
