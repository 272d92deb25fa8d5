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

/** Texts of the manifest by their key. */
const TextsSchema = v.record(v.string(), v.string());

/** `texts`: the file with what the manifest says in English. */
export async function writeTools(manifest: string, texts: string, file: string): Promise<void> {
  const { contributes } = v.parse(ManifestSchema, JSON.parse(await readFile(manifest, 'utf8')));
  const english = v.parse(TextsSchema, JSON.parse(await readFile(texts, 'utf8')));
  const tools = contributes.languageModelTools.map(({ name, displayName, modelDescription, inputSchema }) => ({
    name,
    title: displayName.replace(/^%(.+)%$/, (_, key: string) => english[key] ?? key),
    description: modelDescription,
    inputSchema,
    annotations: { readOnlyHint: true, openWorldHint: false },
  }));
  await writeFile(file, JSON.stringify(tools));
}
