/** dist/tools.json: the tools of agents as the Model Context Protocol lists them, from what package.json tells editors. */
import { readFile, writeFile } from 'node:fs/promises';
import * as v from 'valibot';

const ManifestSchema = v.object({
  contributes: v.object({
    languageModelTools: v.array(
      v.object({
        name: v.string(),
        displayName: v.string(),
        modelDescription: v.string(),
        inputSchema: v.looseObject({ type: v.literal('object') }),
      }),
    ),
  }),
});

export async function writeTools(manifest: string, file: string): Promise<void> {
  const { contributes } = v.parse(ManifestSchema, JSON.parse(await readFile(manifest, 'utf8')));
  const tools = contributes.languageModelTools.map(({ name, displayName, modelDescription, inputSchema }) => ({
    name,
    title: displayName,
    description: modelDescription,
    inputSchema,
    annotations: { readOnlyHint: true, openWorldHint: false },
  }));
  await writeFile(file, JSON.stringify(tools));
}
