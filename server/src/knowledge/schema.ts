/**
 * The shape of everything in data/: one schema a kind of file, read by the build (which refuses bad data with file and line)
 * and, as types, by everything else. `data/*.schema.json` are generated from these, for editors.
 */

import type { BackendKindsFile, OtherProgram } from './schema/backends.ts';
import type { ComfyFrontend, ComfyTemplates } from './schema/comfyui.ts';
import type { Source } from './schema/common.ts';
import type {
  DeclaredDialect,
  EmbeddedForm,
  GraphRules,
  PlainArguments,
  Settings,
  WorkflowRules,
} from './schema/dialects.ts';
import type { ImageServer } from './schema/image-servers.ts';
import type { InvokeGraph } from './schema/invokeai-graph.ts';
import type { Model, ModelNames, SamplersFile } from './schema/models.ts';
import type { Guide, Rule, StepsGuide } from './schema/pages.ts';
import type { Program } from './schema/programs.ts';
import type { Sdapi } from './schema/sdapi.ts';
import type { SweetSpotFacts } from './schema/sweet-spot.ts';
import type { Writing } from './schema/writing.ts';

export * from './schema/backends.ts';
export * from './schema/comfyui.ts';
export type { Source } from './schema/common.ts';
export * from './schema/dialects.ts';
export * from './schema/image-servers.ts';
export * from './schema/invokeai-graph.ts';
export * from './schema/models.ts';
export * from './schema/pages.ts';
export * from './schema/programs.ts';
export * from './schema/sdapi.ts';
export * from './schema/sweet-spot.ts';
export * from './schema/writing.ts';

/** By the source of a pattern for names: texts of which one is in whatever it matches. */
export type PatternWords = Readonly<Record<string, readonly string[]>>;

/** data/ as compiled into dist/; load.ts says into which files. */
export interface CompiledData {
  /** Guides of the other settings. */
  readonly guides: readonly Guide[];
  readonly stepsGuide: StepsGuide;
  readonly rules: readonly Rule[];
  readonly models: readonly Model[];
  readonly modelNames: ModelNames;
  readonly patternWords: PatternWords;
  readonly samplers: SamplersFile;
  readonly programs: readonly Program[];
  readonly settings: Settings;
  readonly plainArguments: PlainArguments;
  /** More particular ones first, by file name. */
  readonly dialects: readonly DeclaredDialect[];
  readonly embeddedForms: readonly EmbeddedForm[];
  readonly comfyNodes: GraphRules;
  readonly comfyWorkflow: WorkflowRules;
  readonly comfyFrontend: ComfyFrontend;
  readonly comfyTemplates: ComfyTemplates;
  readonly invokeNodes: GraphRules;
  readonly backendKinds: BackendKindsFile;
  readonly otherPrograms: readonly OtherProgram[];
  readonly sdapi: Sdapi;
  readonly imageServers: readonly ImageServer[];
  readonly invokeGraphs: readonly InvokeGraph[];
  readonly sweetSpot: SweetSpotFacts;
  readonly writing: Writing;
  /** Where the figures of a model are from, by its id. */
  readonly modelSources: Readonly<Record<string, readonly Source[]>>;
  /** Validated by render/builtin. */
  readonly scenes: unknown;
}
