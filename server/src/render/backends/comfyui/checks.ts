/** What is wrong with a graph, told by the server's own definitions before anything is sent. */
import { t } from '@vscode/l10n';
import type { FileNames } from '../../../knowledge/file-names.ts';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import { own } from '../../../knowledge/own.ts';
import { nearestOf } from '../../models.ts';
import { BackendError, type GraphPlace, type ProblemCode } from '../../problem.ts';
import { type ApiGraph, inputOf, linkOf, type ObjectInfo } from './graph.ts';
import { circleIn } from './walk.ts';

/** A file of the input folder itself: what lies in its subfolders, or in others (`x.png [output]`), is in no list. */
const INPUT_FILE = /^[^\\/[\]]+\.\w+$/;
/** Of graphs of which nothing comes that a preview could show. */
const nothingShown = (): string => t`This graph has no node that shows or saves a picture: add PreviewImage.`;
export const onlySound = (): string =>
  t`This graph makes sound and no picture: there is nothing that a preview could show. Run it in ComfyUI to hear it.`;
/** Choices named in a message at most. */
const NAMED = 12;

/** A node for people: `KSampler (node 3)`. */
export function labelOf(graph: ApiGraph, id: string): string {
  const node = own(graph, id);
  return node ? t`${node.class_type} (node ${id})` : t`node ${id}`;
}

/** `a, b and 3 more`. */
export function listOf(names: readonly unknown[]): string {
  const shown = names.slice(0, NAMED).join(', ');
  return names.length > NAMED ? t`${shown} and ${names.length - NAMED} more` : shown;
}

/** Whether an input's value is the name of a model file. */
export function isModelFile(value: unknown, files: FileNames): value is string {
  return typeof value === 'string' && files.weights(value) !== null;
}

/**
 * Throws `BackendError` for a graph that ComfyUI would refuse or should not get: `missing-node` (unknown classes),
 * `paid-nodes` (unless allowed; `detail` names their classes), `missing-model` (a file the server does not list),
 * `invalid` (an unknown sampler or scheduler, a circle, no output), `missing-input` (a picture that it begins with).
 */
export function checkGraph(
  graph: ApiGraph,
  objectInfo: ObjectInfo,
  paidNodesAllowed: boolean,
  knowledge: Knowledge,
): void {
  const nodes = Object.entries(graph);
  const lacks = lacking(graph, objectInfo, knowledge);
  if (lacks.classes.length > 0) throwIfLacking(graph, lacks);
  const paid = nodes.filter(([, node]) => objectInfo.get(node.class_type)?.isPaid);
  if (paid.length > 0 && !paidNodesAllowed) {
    const classes = [...new Set(paid.map(([, node]) => node.class_type))];
    throw new BackendError('paid-nodes', t`This graph calls services that cost credits: ${listOf(classes)}.`, {
      places: paid.map(([node]) => ({ node, input: null, message: t`This node calls a service that costs credits.` })),
      detail: classes.join(', '),
    });
  }
  const circle = circleIn(graph);
  if (circle) throw circleProblem(graph, circle);
  throwIfLacking(graph, lacks);
  if (!nodes.some(([, node]) => objectInfo.get(node.class_type)?.isOutput))
    throw new BackendError('invalid', makesSound(graph, objectInfo) ? onlySound() : nothingShown());
}

/** Whether a node of the graph gives sound. */
function makesSound(graph: ApiGraph, objectInfo: ObjectInfo): boolean {
  return Object.values(graph).some(({ class_type }) => objectInfo.get(class_type)?.outputs.includes('AUDIO'));
}

/** The error for nodes in a circle. */
export function circleProblem(graph: ApiGraph, circle: readonly string[]): BackendError {
  const labels = [...circle, circle[0]].map((id) => labelOf(graph, id));
  const inCircle = new Set(circle);
  return new BackendError('invalid', t`Nodes take from each other in a circle: ${labels.join(t` takes from `)}.`, {
    places: circle.map((node) => ({
      node,
      input:
        Object.entries(own(graph, node)?.inputs ?? {}).find(([, value]) =>
          inCircle.has(linkOf(value)?.[0] ?? ''),
        )?.[0] ?? null,
      message: t`This link closes a circle.`,
    })),
  });
}

/** The error for what is wrong at some places: the first in words, and how many more there are. */
export function errorAt(
  code: ProblemCode,
  graph: ApiGraph,
  places: readonly GraphPlace[],
  detail: string | null = null,
): BackendError {
  const [{ node, input, message }] = places;
  const more = places.length > 1 ? t` (And ${places.length - 1} more.)` : '';
  const where = `${labelOf(graph, node)}${input === null ? '' : `, ${input}`}`;
  return new BackendError(code, `${where}: ${message}${more}`, { places, detail });
}

/** What a server lacks of a graph, by kind. */
interface Lacking {
  readonly classes: readonly GraphPlace[];
  readonly models: readonly GraphPlace[];
  /** Samplers and schedulers. */
  readonly sampling: readonly GraphPlace[];
  /** Files of its input folder. */
  readonly inputs: readonly GraphPlace[];
}

/** Throws for the gravest of what is lacking; its places are all of it. */
function throwIfLacking(graph: ApiGraph, { classes, models, sampling, inputs: pictures }: Lacking): void {
  const places = [...classes, ...models, ...sampling, ...pictures];
  if (places.length === 0) return;
  if (classes.length > 0) {
    const names = [...new Set(classes.map(({ node }) => own(graph, node)?.class_type))];
    throw new BackendError(
      'missing-node',
      t`This ComfyUI has no ${listOf(names)}. Install the nodes there (ComfyUI-Manager finds them) and start it again.`,
      { places },
    );
  }
  throw errorAt(models.length > 0 ? 'missing-model' : sampling.length > 0 ? 'invalid' : 'missing-input', graph, places);
}

/** Everything in a graph that the server certainly lacks: classes of nodes, model files, samplers, schedulers, input files. */
export function lackingIn(graph: ApiGraph, objectInfo: ObjectInfo, knowledge: Knowledge): readonly GraphPlace[] {
  const { classes, models, sampling, inputs } = lacking(graph, objectInfo, knowledge);
  return [...classes, ...models, ...sampling, ...inputs];
}

/**
 * Of lists, those of model files, samplers and schedulers only: others are checked by code of the node, which may take what its
 * list lacks (LoadImage takes files of subfolders).
 */
function lacking(graph: ApiGraph, objectInfo: ObjectInfo, { data, files }: Knowledge): Lacking {
  const { sampler, schedule } = data.comfyTemplates.inputs;
  const classes: GraphPlace[] = [];
  const models: GraphPlace[] = [];
  const sampling: GraphPlace[] = [];
  const pictures: GraphPlace[] = [];
  for (const [node, { class_type, inputs }] of Object.entries(graph)) {
    if (!objectInfo.has(class_type))
      classes.push({
        node,
        input: null,
        message: t`This ComfyUI has no node ${class_type}: it belongs to a pack that is not installed.`,
      });
    for (const [input, value] of Object.entries(inputs)) {
      const { choices = null, options = {} } = inputOf(objectInfo, class_type, input) ?? {};
      if (!choices || linkOf(value) || choices.includes(value)) continue;
      if (isUploaded(options) && typeof value === 'string' && INPUT_FILE.test(value))
        pictures.push({ node, input, message: noInput(value), file: value });
      const isFile = isModelFile(value, files);
      if (!isFile && input !== sampler.input && input !== schedule.input) continue;
      const have = choices.length > 0 ? t`It has ${listOf(choices)}.` : t`It has none at all.`;
      const what = isFile ? '' : input === schedule.input ? t`scheduler ` : t`sampler `;
      const message = t`This ComfyUI has no ${what}"${String(value)}". ${have}`;
      (isFile ? models : sampling).push({ node, input, message, ...insteadOf(value, choices, files) });
    }
  }
  return { classes, models, sampling, inputs: pictures };
}

/**
 * Values that are in no list of the server, besides `lackingIn`: of nodes of the core, whose lists it holds to (execution.py). Packs may
 * take what their lists lack.
 */
export function unlistedIn(graph: ApiGraph, objectInfo: ObjectInfo, knowledge: Knowledge): readonly GraphPlace[] {
  const { data, files } = knowledge;
  const told = new Set(lackingIn(graph, objectInfo, knowledge).map(({ node, input }) => `${node} ${input}`));
  return Object.entries(graph).flatMap(([node, { class_type, inputs }]) => {
    if (objectInfo.get(class_type)?.isCore !== true) return [];
    const itsOwn = own(data.comfyFrontend.own_lists, class_type) ?? [];
    return Object.entries(inputs).flatMap(([input, value]): GraphPlace[] => {
      const { choices = null, options = {} } = inputOf(objectInfo, class_type, input) ?? {};
      if (!choices || typeof value !== 'string' || choices.includes(value) || told.has(`${node} ${input}`)) return [];
      if (itsOwn.includes(input) || isUploaded(options) || Object.hasOwn(options, 'remote')) return [];
      const have = choices.length > 0 ? t`It has ${listOf(choices)}.` : t`It has none at all.`;
      const message = t`This ComfyUI knows no "${value}" for ${input}. ${have}`;
      return [{ node, input, message, ...insteadOf(value, choices, files) }];
    });
  });
}

/** Whether an input takes files that its own button uploads (LoadImage, LoadVideo). */
function isUploaded(options: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(options).some(([name, value]) => name.endsWith('_upload') && value === true);
}

function noInput(file: string): string {
  return t`The input folder of this ComfyUI has no "${file}". Put the file there, or beside this one, from where a preview can upload it.`;
}

/** The nearest of a list's names, where one is near. */
export function insteadOf(value: unknown, choices: readonly unknown[], files: FileNames): Pick<GraphPlace, 'instead'> {
  const names = choices.filter((choice): choice is string => typeof choice === 'string');
  const instead = typeof value === 'string' ? nearestOf(value, names, files) : null;
  return instead === null ? {} : { instead };
}

/** The graph with names of model files as the server lists them, where only `\` and `/` differ. */
export function withServerPaths(graph: ApiGraph, objectInfo: ObjectInfo, files: FileNames): ApiGraph {
  const same = (a: unknown, b: string) => typeof a === 'string' && a.replaceAll('\\', '/') === b.replaceAll('\\', '/');
  return Object.fromEntries(
    Object.entries(graph).map(([id, node]) => {
      const changed = Object.entries(node.inputs).flatMap(([name, value]) => {
        if (!isModelFile(value, files) || !/[\\/]/.test(value)) return [];
        const choices = inputOf(objectInfo, node.class_type, name)?.choices ?? [];
        const found = choices.includes(value) ? undefined : choices.find((choice) => same(choice, value));
        return found === undefined ? [] : [[name, found]];
      });
      return [
        id,
        changed.length === 0 ? node : { ...node, inputs: { ...node.inputs, ...Object.fromEntries(changed) } },
      ];
    }),
  );
}
