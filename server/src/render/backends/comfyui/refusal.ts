/**
 * Why ComfyUI refuses a graph, from the body of `POST /prompt`: places in the graph with words a person can act on. Source of
 * shapes and types: execution.py, `validate_inputs` and `validate_prompt`; server.py, `post_prompt`.
 */

import { t } from '@vscode/l10n';
import * as v from 'valibot';
import { anyObject } from '../../../common/records.ts';
import type { FileNames } from '../../../knowledge/file-names.ts';
import { own } from '../../../knowledge/own.ts';
import { readAs, recordOf } from '../../../knowledge/readable.ts';
import { BackendError, type GraphPlace, type ProblemCode } from '../../problem.ts';
import { shorten } from '../shared/faults.ts';
import type { HttpResponse } from '../shared/http.ts';
import { circleProblem, errorAt, insteadOf, isModelFile, labelOf, listOf } from './checks.ts';
import { type ApiGraph, inputOf, linkOf, type ObjectInfo } from './graph.ts';
import { circleIn } from './walk.ts';

const Text = v.fallback(v.string(), '');
const Details = v.fallback(anyObject, {});
const ErrorSchema = v.object({ type: Text, message: Text, details: Text, extra_info: Details });
type ComfyError = v.InferOutput<typeof ErrorSchema>;

const NodeErrors = recordOf(
  v.object({
    errors: v.fallback(v.array(ErrorSchema), []),
    dependent_outputs: v.fallback(v.array(v.pipe(v.union([v.string(), v.number()]), v.transform(String))), []),
  }),
);
/** Old servers send a plain string for the error and an empty list for no node errors. */
const RefusalSchema = v.object({
  error: v.fallback(v.union([ErrorSchema, v.string()]), ''),
  node_errors: NodeErrors,
});

/** Whether an answer of 400 is ComfyUI's own, so that it has not taken the job: what stands before it may have said so behind its back. */
export function isRefusal(response: HttpResponse): boolean {
  return response.read(v.union([v.object({ error: v.unknown() }), v.object({ node_errors: v.unknown() })])) !== null;
}

/** The error for an answer of 400 to a graph. */
export function refusalOf(
  response: HttpResponse,
  graph: ApiGraph,
  objectInfo: ObjectInfo,
  files: FileNames,
): BackendError {
  const detail = shorten(response.words());
  // A refusal without a readable reason is one all the same.
  const { error, node_errors } = response.read(RefusalSchema) ?? { error: '', node_errors: {} };
  const { places, code } = placesOf(node_errors, graph, objectInfo, files);
  if (places.length > 0) return errorAt(code, graph, places, detail);
  const circle = circleIn(graph);
  if (circle)
    return new BackendError('invalid', circleProblem(graph, circle).message, {
      ...circleProblem(graph, circle).problem,
      detail,
    });
  return wholeGraph(
    typeof error === 'string' ? { type: '', message: error, details: '', extra_info: {} } : error,
    graph,
    detail,
  );
}

/** Errors that are filed under no node. */
function wholeGraph(error: ComfyError, graph: ApiGraph, detail: string): BackendError {
  const node = typeof error.extra_info.node_id === 'string' ? error.extra_info.node_id : nodeNamedIn(error.details);
  const places = node === null ? [] : [{ node, input: null, message: sentence(error.message) }];
  if (error.type === 'missing_node_type' || (error.type === 'invalid_prompt' && /does not exist/.test(error.message))) {
    const name = own(graph, node ?? '')?.class_type ?? t`a node of this graph`;
    const message = t`This ComfyUI has no ${name}: it belongs to a pack that is not installed there.`;
    return new BackendError('missing-node', message, {
      places: places.map((place) => ({ ...place, message })),
      detail,
    });
  }
  if (error.type === 'prompt_no_outputs')
    return new BackendError('invalid', t`This graph has no node that shows or saves a picture: add PreviewImage.`, {
      detail,
    });
  const said = [error.message, error.details].filter((text, index, all) => text !== '' && all.indexOf(text) === index);
  const why = said.length > 0 ? `: ${said.map(sentence).join(' ')}` : t` without saying why.`;
  const message = t`ComfyUI refuses the graph${why}`;
  return new BackendError('invalid', message, { places, detail });
}

function nodeNamedIn(details: string): string | null {
  return /Node ID '#(.+?)'/.exec(details)?.[1] ?? null;
}

/** Outputs that a graph was taken without (200 with `node_errors`), and why. */
export interface DroppedOutputs {
  readonly outputs: ReadonlySet<string>;
  readonly places: readonly GraphPlace[];
}

export function droppedOutputs(
  nodeErrors: unknown,
  graph: ApiGraph,
  objectInfo: ObjectInfo,
  files: FileNames,
): DroppedOutputs {
  const errors = readAs(NodeErrors, nodeErrors) ?? {};
  return {
    outputs: new Set(Object.values(errors).flatMap(({ dependent_outputs }) => dependent_outputs)),
    places: placesOf(errors, graph, objectInfo, files).places,
  };
}

function placesOf(
  nodeErrors: v.InferOutput<typeof NodeErrors>,
  graph: ApiGraph,
  objectInfo: ObjectInfo,
  files: FileNames,
): { places: GraphPlace[]; code: ProblemCode } {
  const models: GraphPlace[] = [];
  const places: GraphPlace[] = [];
  for (const [node, { errors }] of Object.entries(nodeErrors)) {
    for (const error of errors) {
      const named = error.extra_info.input_name;
      const isInner = error.type === 'exception_during_inner_validation';
      // The server files an inner one with the input of whoever takes from the node (execution.py).
      const input = typeof named === 'string' && !isInner ? named : null;
      if (isInner || error.type === 'exception_during_validation') {
        places.push(...exceptionPlaces(node, input, error, graph, objectInfo));
        continue;
      }
      const value = error.extra_info.received_value;
      const isFile = error.type === 'value_not_in_list' && isModelFile(value, files);
      const choices =
        input === null ? [] : (inputOf(objectInfo, own(graph, node)?.class_type ?? '', input)?.choices ?? []);
      (isFile ? models : places).push({
        node,
        input,
        message: explain(error, node, input, graph, objectInfo),
        ...(error.type === 'value_not_in_list' && insteadOf(value, choices, files)),
      });
    }
  }
  return { places: [...models, ...places], code: models.length > 0 ? 'missing-model' : 'invalid' };
}

/** The server tripped over the node: mostly over a bad link, which is looked for here. */
function exceptionPlaces(
  node: string,
  input: string | null,
  error: ComfyError,
  graph: ApiGraph,
  objectInfo: ObjectInfo,
): GraphPlace[] {
  const inputs = Object.entries(own(graph, node)?.inputs ?? {});
  const bad = inputs.flatMap(([input, value]) => {
    if (!Array.isArray(value) || value.length !== 2) return [];
    const message = linkFault(value, graph, objectInfo);
    return message === null ? [] : [{ node, input, message }];
  });
  if (bad.length > 0) return bad;
  const circle = circleIn(graph);
  if (circle?.includes(node)) return [...circleProblem(graph, circle).problem.places];
  return [{ node, input, message: t`ComfyUI can't check this node: ${sentence(error.details)}` }];
}

function linkFault(value: readonly unknown[], graph: ApiGraph, objectInfo: ObjectInfo): string | null {
  const [id, output] = value;
  if (typeof id !== 'string')
    return t`A list of two is read as a link, and a link begins with a node's id as text, as in ["4", 0].`;
  const source = own(graph, id);
  if (!source) return t`This links to node ${id}, which the graph does not have.`;
  if (typeof output !== 'number') return t`The second part of a link is the number of an output, as in ["${id}", 0].`;
  const outputs = objectInfo.get(source.class_type)?.outputs;
  if (outputs && output >= outputs.length)
    return t`${labelOf(graph, id)} has no output ${output}: it has ${outputs.length}, counted from 0.`;
  return null;
}

/** One error of one input, for people. */
function explain(
  { type, message, details, extra_info }: ComfyError,
  node: string,
  input: string | null,
  graph: ApiGraph,
  objectInfo: ObjectInfo,
): string {
  const className = own(graph, node)?.class_type;
  const definition = input !== null && className !== undefined ? inputOf(objectInfo, className, input) : undefined;
  const value = extra_info.received_value;
  switch (type) {
    case 'required_input_missing':
      return definition?.choices || ['INT', 'FLOAT', 'STRING', 'BOOLEAN'].includes(definition?.type ?? '')
        ? t`This is missing: give it a value.`
        : t`This is missing: link it to a node that gives ${definition?.type ?? 'it'}.`;
    case 'bad_linked_input':
      return t`This is no link: a link is a node and the number of its output, as in ["4", 0].`;
    case 'return_type_mismatch': {
      const linked = linkOf(extra_info.linked_node);
      const from = linked ? t` from ${labelOf(graph, linked[0])}` : '';
      return t`This takes ${definition?.type ?? t`another type`}, but gets ${String(extra_info.received_type)}${from}.`;
    }
    case 'invalid_input_type':
      return t`${written(value)} is no ${own({ INT: t`whole number`, FLOAT: t`number` }, definition?.type ?? '') ?? definition?.type ?? t`value of this type`}.`;
    case 'value_smaller_than_min':
      return t`${compared(message, value)} is too small: the least is ${limit(message, definition?.options.min)}.`;
    case 'value_bigger_than_max':
      return t`${compared(message, value)} is too large: the most is ${limit(message, definition?.options.max)}.`;
    case 'value_not_in_list': {
      const choices = definition?.choices ?? [];
      return t`This ComfyUI has no ${written(value)} here.${choices.length > 0 ? t` It has ${listOf(choices)}.` : ''}`;
    }
    case 'custom_validation_failed':
      return sentence(details.replace(`${input} - `, ''));
    default:
      return sentence([message, details].filter((text) => text !== '' && text !== input).join(': '));
  }
}

/** Value and limit as the server words them ("Value 0 smaller than min of 1"), which keeps integers beyond 2^53. */
function compared(message: string, value: unknown): string {
  return /^Value (-?[\d.]+) /.exec(message)?.[1] ?? String(value);
}

function limit(message: string, defined: unknown): string {
  return /of (-?[\d.]+)$/.exec(message)?.[1] ?? String(defined);
}

function written(value: unknown): string {
  return typeof value === 'string' ? `"${value}"` : String(value);
}

/** A server's words with a full stop. */
function sentence(text: string): string {
  const trimmed = text.trim();
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
