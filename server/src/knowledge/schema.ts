/**
 * The shape of everything in data/: one schema a kind of file, read by the build (which refuses bad data with file and line)
 * and, as types, by everything else. `data/*.schema.json` are generated from these, for editors.
 */

import type * as v from 'valibot';
import { BackendKindsSchema, BackendLimitsSchema, FailuresSchema, OtherProgramsSchema } from './schema/backends.ts';
import { ComfyFrontendSchema, ComfyTemplatesSchema } from './schema/comfyui.ts';
import type { Source, Unsourced } from './schema/common.ts';
import * as dialects from './schema/dialects.ts';
import { FilesSchema } from './schema/files.ts';
import { GraphRulesSchema, WorkflowRulesSchema } from './schema/graphs.ts';
import { ImageServersSchema } from './schema/image-servers.ts';
import { InvokeGraphSchema } from './schema/invokeai-graph.ts';
import { ModelNamesSchema, ModelsSchema, SamplersSchema } from './schema/models.ts';
import { GuideSchema, type Prose, RuleSchema, StepsGuideSchema } from './schema/pages.ts';
import { ProgramSchema } from './schema/programs.ts';
import { SdapiSchema } from './schema/sdapi.ts';
import { SweetSpotSchema } from './schema/sweet-spot.ts';
import { WritingSchema } from './schema/writing.ts';

export * from './schema/backends.ts';
export * from './schema/comfyui.ts';
export type { Source } from './schema/common.ts';
export * from './schema/dialects.ts';
export * from './schema/graphs.ts';
export * from './schema/image-servers.ts';
export * from './schema/invokeai-graph.ts';
export * from './schema/models.ts';
export * from './schema/pages.ts';
export * from './schema/programs.ts';
export * from './schema/sdapi.ts';
export * from './schema/sweet-spot.ts';
export * from './schema/writing.ts';

/**
 * The parts of data/: where each lies, the name of its schema for editors, and the schema. Of a folder (`*`) the part is what all files
 * hold, by the order of their names, but for those that are parts of their own.
 */
export const PARTS = {
  /** Guides of the other settings. */
  guides: ['guides/*.md', 'guide', GuideSchema],
  stepsGuide: ['guides/inference-steps.md', 'steps-guide', StepsGuideSchema],
  rules: ['rules/*.md', 'rule', RuleSchema],
  models: ['models/*.yaml', 'models', ModelsSchema],
  modelNames: ['model-names.yaml', 'model-names', ModelNamesSchema],
  files: ['files.yaml', 'files', FilesSchema],
  samplers: ['samplers.yaml', 'samplers', SamplersSchema],
  programs: ['programs/*.yaml', 'programs', ProgramSchema],
  settings: ['settings.yaml', 'settings', dialects.SettingsSchema],
  plainArguments: ['dialects/plain-arguments.yaml', 'plain-arguments', dialects.PlainArgumentsSchema],
  /** More particular ones first, by file name. */
  dialects: ['dialects/declared/*.yaml', 'declared-dialect', dialects.DeclaredDialectSchema],
  embeddedForms: ['dialects/embedded.yaml', 'embedded-forms', dialects.EmbeddedFormsSchema],
  comfyNodes: ['dialects/comfyui-api.yaml', 'graph-rules', GraphRulesSchema],
  comfyWorkflow: ['dialects/comfyui-workflow.yaml', 'comfyui-workflow', WorkflowRulesSchema],
  comfyFrontend: ['backends/comfyui/frontend.yaml', 'comfyui-frontend', ComfyFrontendSchema],
  comfyTemplates: ['backends/comfyui/templates.yaml', 'comfyui-templates', ComfyTemplatesSchema],
  invokeNodes: ['dialects/invokeai-workflow.yaml', 'graph-rules', GraphRulesSchema],
  backendKinds: ['backends/kinds.yaml', 'backend-kinds', BackendKindsSchema],
  backendLimits: ['backends/limits.yaml', 'backend-limits', BackendLimitsSchema],
  failures: ['backends/failures.yaml', 'failures', FailuresSchema],
  otherPrograms: ['backends/others.yaml', 'other-programs', OtherProgramsSchema],
  sdapi: ['backends/sdapi.yaml', 'sdapi', SdapiSchema],
  imageServers: ['backends/image-servers.yaml', 'image-servers', ImageServersSchema],
  invokeGraphs: ['backends/invokeai/*.yaml', 'invokeai-graph', InvokeGraphSchema],
  sweetSpot: ['sweet-spot.yaml', 'sweet-spot', SweetSpotSchema],
  writing: ['writing.yaml', 'writing', WritingSchema],
} as const satisfies Record<string, PartOfData>;

export type PartOfData = readonly [files: string, name: string, schema: v.GenericSchema];

/** A part as it is written, with the sources of every fact. */
export type Written<Part extends PartOfData, File = v.InferOutput<Part[2]>> = Part[0] extends `${string}*.md`
  ? readonly (File & Prose)[]
  : Part[0] extends `${string}.md`
    ? File & Prose
    : Part[0] extends `${string}*${string}`
      ? readonly (File extends readonly (infer Entry)[] ? Entry : File)[]
      : File;

/** A part as programs have it: where its facts are from is for readers of data/ and docs/ only, and shown on pages. */
type Compiled<Part extends PartOfData> = Part[0] extends `${string}.md` ? Written<Part> : Unsourced<Written<Part>>;

/** data/ as compiled into dist/; load.ts says into which files. */
export type CompiledData = { readonly [Name in keyof typeof PARTS]: Compiled<(typeof PARTS)[Name]> } & {
  /** By the source of a pattern for names: texts of which one is in whatever it matches. */
  readonly patternWords: Readonly<Record<string, readonly string[]>>;
  /** Where the figures of a model are from, by its id. */
  readonly modelSources: Readonly<Record<string, readonly Source[]>>;
  /** Validated by render/builtin. */
  readonly scenes: unknown;
};
