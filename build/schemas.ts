/** Writes data/<kind>.schema.json from the schemas the build validates with, for editors that complete and check data files. */
import { writeFile } from 'node:fs/promises';
import { toJsonSchema } from '@valibot/to-json-schema';
import {
  BackendKindsSchema,
  BackendStartSchema,
  ComfyFrontendSchema,
  ComfyTemplatesSchema,
  DeclaredDialectSchema,
  EmbeddedFormsSchema,
  GraphRulesSchema,
  GuideSchema,
  ImageServersSchema,
  InvokeGraphSchema,
  ModelNamesSchema,
  ModelsSchema,
  OtherProgramsSchema,
  PlainArgumentsSchema,
  ProgramSchema,
  RuleSchema,
  SamplersSchema,
  SdapiSchema,
  SettingsSchema,
  StepsGuideSchema,
  SweetSpotSchema,
  WorkflowRulesSchema,
  WritingSchema,
} from '../server/src/knowledge/schema.ts';
import { ProjectSchema } from '../server/src/project/schema.ts';
import { ScenesSchema } from '../server/src/render/builtin/scenes-schema.ts';

const SCHEMAS = {
  guide: GuideSchema,
  'steps-guide': StepsGuideSchema,
  rule: RuleSchema,
  models: ModelsSchema,
  'model-names': ModelNamesSchema,
  samplers: SamplersSchema,
  programs: ProgramSchema,
  sdapi: SdapiSchema,
  settings: SettingsSchema,
  'plain-arguments': PlainArgumentsSchema,
  'declared-dialect': DeclaredDialectSchema,
  'embedded-forms': EmbeddedFormsSchema,
  'graph-rules': GraphRulesSchema,
  'comfyui-workflow': WorkflowRulesSchema,
  'image-servers': ImageServersSchema,
  'comfyui-frontend': ComfyFrontendSchema,
  'comfyui-templates': ComfyTemplatesSchema,
  'backend-kinds': BackendKindsSchema,
  'other-programs': OtherProgramsSchema,
  'backend-start': BackendStartSchema,
  'invokeai-graph': InvokeGraphSchema,
  'sweet-spot': SweetSpotSchema,
  writing: WritingSchema,
  scenes: ScenesSchema,
  project: ProjectSchema,
};

/** File name (in data/) to content. Checks that JSON Schema can't express are left to the build. */
export function jsonSchemas(): Map<string, string> {
  return new Map(
    Object.entries(SCHEMAS).map(([kind, schema]) => {
      const json = toJsonSchema(schema, { errorMode: 'ignore', typeMode: 'input' });
      return [`${kind}.schema.json`, `${JSON.stringify(json, null, 2)}\n`];
    }),
  );
}

/** Writes them all into `folder`. */
export async function writeJsonSchemas(folder: string): Promise<void> {
  await Promise.all([...jsonSchemas()].map(([name, content]) => writeFile(`${folder}/${name}`, content)));
}
