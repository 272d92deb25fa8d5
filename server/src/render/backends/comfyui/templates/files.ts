/** The files of a server that a template loads, and the template that fits a model. */
import { t } from '@vscode/l10n';
import type { Knowledge } from '../../../../knowledge/knowledge.ts';
import type { ComfyTemplate, ComfyTemplates } from '../../../../knowledge/schema.ts';
import { matchModel } from '../../../models.ts';
import { BackendError } from '../../../problem.ts';
import { namesIn, type ObjectInfo } from '../graph.ts';

export interface LoadedModel {
  readonly loader: ComfyTemplates['loaders'][number];
  /** As the loader lists it. */
  readonly name: string;
}

/** Names told to a person who has to choose. */
const TOLD = 5;

/**
 * The model as one of the loaders lists it: just this name wherever it is, else the same file. Throws `BackendError`
 * `missing-model`; another one is never taken.
 */
export function findModel(wanted: string | null, objectInfo: ObjectInfo, knowledge: Knowledge): LoadedModel {
  const listed = knowledge.data.comfyTemplates.loaders.flatMap((loader) =>
    namesIn(objectInfo.get(loader.class), loader.input).map((name): LoadedModel => ({ loader, name })),
  );
  if (wanted === null)
    throw new BackendError(
      'missing-model',
      t`The file names no model. Choose one that ComfyUI has, then render again.`,
    );
  const exact = listed.find(({ name }) => name === wanted);
  if (exact) return exact;
  const match = matchName(
    wanted,
    listed.map(({ name }) => name),
    'model',
    knowledge,
  );
  const found = listed.find(({ name }) => name === match.found);
  if (found) return found;
  throw lacks('model', wanted, match.closest);
}

/** A LoRA as the server lists it. Throws `BackendError` `missing-model`: without it the picture would be another. */
export function findLora(wanted: string, listed: readonly string[], knowledge: Knowledge): string {
  const match = matchName(wanted, listed, 'lora', knowledge);
  if (match.found !== null) return match.found;
  throw lacks('LoRA', wanted, match.closest);
}

/** The first of a server's files that is what a template needs. Throws `BackendError` `missing-model`. */
export function findFile(
  file: ComfyTemplates['files'][string],
  listed: readonly string[],
  className: string,
  { files }: Knowledge,
): string {
  const pattern = new RegExp(file.match);
  const found = listed.find((name) => pattern.test(files.stem(name)));
  if (found !== undefined) return found;
  throw new BackendError(
    'missing-model',
    t`${className} of this ComfyUI does not list ${file.says}, which this model needs. Put the file into ComfyUI's models folder.`,
  );
}

function matchName(wanted: string, listed: readonly string[], field: 'model' | 'lora', knowledge: Knowledge) {
  const models = listed.map((name) => ({ name, hashes: [] }));
  const match = matchModel(wanted, models, knowledge, field);
  return { found: match.found, closest: match.found === null ? match.closest : [] };
}

function lacks(what: string, wanted: string, closest: readonly string[]): BackendError {
  const near = closest.slice(0, TOLD).join(', ');
  return new BackendError(
    'missing-model',
    t`ComfyUI has no ${what} ${wanted}. ${near ? t`Nearest to it: ${near}.` : t`It lists no ${what} at all.`}`,
  );
}

/**
 * The template of a model's family. Whole checkpoints of families that nobody knows are drawn like Stable Diffusion ones,
 * which most of them are. Throws `BackendError` `invalid` when it is not certain how to draw a model.
 */
export function chooseTemplate(
  family: string | null,
  { loader, name }: LoadedModel,
  { data, files }: Knowledge,
  warnings: string[],
): ComfyTemplate {
  const { templates, unknown } = data.comfyTemplates;
  const entry = data.models.find(({ id }) => id === family);
  const fitting = (id: string) =>
    templates.filter(({ families, named }) => families.includes(id) && files.stem(name).includes(named ?? ''));
  const own = family === null ? [] : fitting(family);
  // An accelerator merged into a checkpoint says which families it may be of.
  const possible = own.length > 0 ? own : [...new Set((entry?.applies_to ?? []).flatMap(fitting))];
  if (possible.length === 1) return possible[0];
  const [likely] = fitting(unknown);
  if (loader.whole && (family === null || possible.includes(likely))) {
    warnings.push(t`It is not known what kind of model ${name} is: it is drawn like Stable Diffusion.`);
    return likely;
  }
  throw new BackendError(
    'invalid',
    t`There is no certain way to draw ${entry?.name ?? name} without a graph. Build one in ComfyUI, save it, and render that file.`,
  );
}
