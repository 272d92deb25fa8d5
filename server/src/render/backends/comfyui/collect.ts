/** What a job has made: its pictures, and how they differ from what was asked for. */
import { t } from '@vscode/l10n';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import { isObject, own } from '../../../knowledge/own.ts';
import { type Sound, stillOf } from '../../animation.ts';
import type { Picture, RenderEvent, RenderRequest } from '../../backend.ts';
import { BackendError } from '../../problem.ts';
import { withTimeout } from '../../timers.ts';
import { isBlack } from '../shared/black.ts';
import { sizeDifference } from '../shared/echo.ts';
import { shownOf, soundOf } from '../shared/image.ts';
import { labelOf, onlySound } from './checks.ts';
import { failureProblem } from './failure.ts';
import { type ApiGraph, linkOf } from './graph.ts';
import type { OutputFile } from './messages.ts';
import type { Prepared } from './prepare.ts';
import type { Progress } from './progress.ts';
import type { Routes } from './routes.ts';
import { videoOf } from './video.ts';

/** Pictures fetched of one render at most, beside the frames of a video. */
const MOST_PICTURES = 16;
/** Milliseconds for the server's echo once the picture is out: nobody waits for it. */
const ECHO = 1000;
/** Differences to the server's echo that are told. */
const MOST_ECHOES = 5;

export interface Finished {
  readonly routes: Routes;
  readonly knowledge: Knowledge;
  readonly request: RenderRequest;
  readonly prepared: Prepared;
  readonly promptId: string;
  readonly progress: Progress;
  /** Every message was heard; otherwise the server is asked for the outputs. */
  readonly complete: boolean;
}

/** Emits the pictures of a job that is over. Throws `BackendError` when it failed, was stopped, or made none. */
export async function collectPictures(
  { routes, knowledge, request, prepared, promptId, progress, complete }: Finished,
  emit: (event: RenderEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  const { graph, ofSampler, sampling, moving } = prepared;
  if (progress.interrupted) throw new BackendError('server', t`Somebody stopped this render on the server.`);
  if (progress.failure) throw failureProblem(progress.failure, graph, knowledge);
  const asking = routes.history(promptId, signal).catch(() => null);
  const isTold = complete && progress.files.size > 0;
  const files = isTold ? progress.files : ((await asking)?.files ?? progress.files);
  const sounds = new Set([...moving.values()].map(({ sound }) => sound));
  const packed = new Set([...moving.values()].map(({ insteadOf }) => insteadOf));
  const isAside = (node: string): boolean => sounds.has(node) || packed.has(node);
  const made = filesOfSampler(new Map([...files].filter(([node]) => !isAside(node))), ofSampler);
  const fetching = (file: OutputFile): Promise<Picture | null> =>
    routes.view(file, signal).then((bytes) => shownOf(bytes, request));
  const fetchingSound = async (node: string | null): Promise<Sound | null> => {
    const [file] = node === null ? [] : (files.get(node) ?? []);
    return file ? soundOf(await routes.view(file, signal)) : null;
  };

  let pictures = 0;
  let black = 0;
  const show = async (picture: Picture): Promise<void> => {
    emit({ kind: 'picture', picture, seed: request.seed });
    pictures += 1;
    if (await isBlack(stillOf(picture))) black += 1;
    const resized = request.graph || pictures > 1 ? null : sizeDifference(request, picture, 'ComfyUI');
    if (resized) emit({ kind: 'warning', text: resized });
  };
  const stills = made.filter(([node, list]) => !moving.has(node) || list.length < 2).flatMap(([, list]) => list);
  if (stills.length > MOST_PICTURES)
    emit({
      kind: 'warning',
      text: t`The graph made ${stills.length} pictures. The first ${MOST_PICTURES} are shown.`,
    });
  for (const file of stills.slice(0, MOST_PICTURES)) {
    const picture = await fetching(file);
    if (picture) await show(picture);
  }
  for (const [node, list] of made) {
    const motion = list.length < 2 ? undefined : moving.get(node);
    if (!motion) continue;
    const sound = await fetchingSound(motion.sound);
    const video = await videoOf(list, { fps: motion.fps, sound }, fetching, (text) => emit({ kind: 'warning', text }));
    if (video) await show(video);
  }
  const blocked = progress.blocked && failureProblem(progress.blocked, graph, knowledge);
  if (pictures === 0)
    throw (
      blocked ??
      noPicture(
        made.flatMap(([, list]) => list),
        knowledge,
      )
    );
  if (blocked) emit({ kind: 'warning', text: blocked.message });
  for (const text of echoWarnings(graph, (await withTimeout(ECHO, asking))?.graph ?? {}))
    emit({ kind: 'warning', text });
  if (black === pictures && sampling.samplers.size > 0)
    throw new BackendError(
      'black-picture',
      t`The picture is black all over. Often the numbers have overflowed (NaN): start ComfyUI with --fp32-vae, use a VAE made for half precision, or look whether the guidance is far too high.`,
    );
}

/** The files that depend on the sampler, where any do: graphs also show their inputs, masks, other samplers' pictures. */
function filesOfSampler(
  files: ReadonlyMap<string, readonly OutputFile[]>,
  ofSampler: ReadonlySet<string>,
): (readonly [node: string, files: readonly OutputFile[]])[] {
  const own = [...files].filter(([node]) => ofSampler.has(node));
  return own.length > 0 ? own : [...files];
}

function noPicture(files: readonly OutputFile[], knowledge: Knowledge): BackendError {
  if (files.length === 0)
    return new BackendError('no-picture', t`ComfyUI is done, but no node of the graph gave a picture.`);
  if (files.every(({ filename }) => knowledge.files.isSound(filename)))
    return new BackendError('no-picture', onlySound());
  const names = files.map(({ filename }) => filename).slice(0, 3);
  return new BackendError('no-picture', t`What the graph made are no pictures that can be shown: ${names.join(', ')}.`);
}

/** Where the server ran with other values than it was given: it converts numbers (`8.7` steps become 8). */
function echoWarnings(graph: ApiGraph, echo: Readonly<Record<string, unknown>>): string[] {
  const differences: string[] = [];
  for (const [id, { inputs }] of Object.entries(graph)) {
    const node = own(echo, id);
    const ran = isObject(node) ? own(node, 'inputs') : null;
    if (!isObject(ran)) continue;
    for (const [input, value] of Object.entries(inputs)) {
      const got = own(ran, input);
      if (linkOf(value) || got === undefined || !isScalar(value) || !isScalar(got) || isSame(value, got)) continue;
      differences.push(t`${labelOf(graph, id)}, ${input}: ComfyUI took ${String(got)} instead of ${String(value)}.`);
    }
  }
  return differences.slice(0, MOST_ECHOES);
}

function isScalar(value: unknown): value is string | number | bigint | boolean {
  return ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
}

/** Numbers are compared as numbers, so `"8"` and 8, or `true` and 1, are the same. */
function isSame(value: string | number | bigint | boolean, got: string | number | bigint | boolean): boolean {
  return value === got || Number(value) === Number(got);
}
