/** Writes data/<kind>.schema.json from the schemas the build validates with, for editors that complete and check data files. */
import { writeFile } from 'node:fs/promises';
import { toJsonSchema } from '@valibot/to-json-schema';
import { BackendStartSchema } from '../server/src/knowledge/schema.ts';
import { ProjectSchema } from '../server/src/project/schema.ts';
import { ALL_PARTS } from './data.ts';

/** By the name of the file, without its ending. */
const SCHEMAS = {
  ...Object.fromEntries(Object.values(ALL_PARTS).map(([, name, schema]) => [name, schema])),
  'backend-start': BackendStartSchema,
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
