/** What an input holds, as an occurrence of a setting: written on its node, or on one that a link leads to. */
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { own } from '../../knowledge/own.ts';
import type { GraphRules } from '../../knowledge/schema.ts';
import type { SourceDocument, Value } from '../../syntax/document.ts';
import { pointerOf, resolve } from '../../syntax/navigate.ts';
import { isPlaceholder, type Occurrence } from '../generation.ts';
import { asSetting } from './computed.ts';
import type { createConstants } from './constants.ts';
import { type Followed, type GraphNode, type Input, scalarOf, sourceOf } from './graph.ts';
import type { Maths } from './maths.ts';
import type { Roles } from './roles.ts';
import { sigmasIn } from './sigmas.ts';

export interface Occurrences {
  /** The count as written, or the place that says where it comes from when it is computed. */
  countOccurrence(input: Input, node: GraphNode): Occurrence | null;
  /** A setting written on the node, or on the node a link leads to, past bundles that carry it. Anything else is computed. */
  occurrenceOf(setting: string, input: Input, node: GraphNode): Occurrence | null;
}

/** Links between a value and its user, at most. */
const MAX_HOPS = 8;

/** Makes the reader of what inputs hold, for the graphs of one format. */
export function createOccurrences(
  rules: GraphRules,
  { data }: Knowledge,
  { inputFor }: Pick<Roles, 'inputFor'>,
  constantOf: ReturnType<typeof createConstants>,
  mathsOf: Maths,
): (graph: Followed, document: SourceDocument) => Occurrences {
  const { words, fractions } = data.settings;
  const kindOf = (setting: string) =>
    words.includes(setting) ? 'word' : fractions.includes(setting) ? 'fraction' : 'whole';

  return (graph, document) => {
    return { countOccurrence, occurrenceOf };

    function countOccurrence(input: Input, node: GraphNode): Occurrence | null {
      const written = occurrenceOf('inference_steps', input, node);
      const sigmas = written ? sigmasIn(written.value) : null;
      if (written && sigmas) return { ...written, value: sigmas.length - 1, via: 'list' };
      if (written || !input.link) return written;
      return { ...occurrence('inference_steps', input, input.link.at, node), value: null, via: 'link' };
    }

    function occurrenceOf(setting: string, input: Input, node: GraphNode): Occurrence | null {
      if (!input.link) {
        const written = input.literal && scalarOf(input.literal);
        return input.literal && written !== undefined ? occurrence(setting, input, input.literal, node) : null;
      }
      let taken = input;
      let source = sourceOf(taken, graph);
      for (let hops = 0; source && hops < MAX_HOPS; hops++) {
        const carried = inputFor(setting, source);
        if (!carried?.link) break;
        taken = carried;
        source = sourceOf(taken, graph);
      }
      if (!source) return null;
      const literal = constantOf(source, setting);
      const isCutOff = taken.link && graph.end(taken.link)?.isWhole && !Number.isInteger(literal && scalarOf(literal));
      if (literal && !isCutOff) return { ...occurrence(setting, input, literal, source), via: 'link' };
      // A prompt that is worked out has no place to write in.
      const given = taken.link && setting !== 'prompt' ? mathsOf(taken.link, graph) : null;
      const value = given === null ? null : asSetting(kindOf(setting), given);
      if (value === null) return null;
      return { ...occurrence(setting, input, input.link.at, node), value, source: String(value), via: 'maths' };
    }

    function occurrence(setting: string, input: Input, value: Value, node: GraphNode): Occurrence {
      const target = resolve(value);
      const scalar = target?.kind === 'scalar' ? target : null;
      return {
        setting,
        key: input.name,
        keyRange: input.keyRange,
        range: value,
        pointer: pointerOf(value, document),
        value: scalar?.value ?? null,
        source: scalar?.source ?? '',
        via: isPlaceholder(scalar?.value) ? 'placeholder' : null,
        pass: null,
        sentinel: scalar !== null && scalar.value === own(rules.unset, setting),
        node: node.type,
      };
    }
  };
}
