/** The tools of agents, where the editor has any: what they name is read here, and answered by the server. */
import * as vscode from 'vscode';
import { CALL_TOOL } from '../../server/src/protocol/tools.ts';
import type { Server } from './server.ts';

/** As package.json contributes them. */
const TOOLS = [
  'sweetspot_check',
  'sweetspot_inspect',
  'sweetspot_explain',
  'sweetspot_suggest',
  'sweetspot_render',
] as const;

/** What is used of `vscode.lm` and beside it, which editors have from 1.95 on; the oldest that we run in has none of it. */
interface LanguageModels {
  registerTool(
    name: string,
    tool: {
      invoke(options: { input: Record<string, unknown> }, token: vscode.CancellationToken): Promise<object>;
    },
  ): vscode.Disposable;
}
interface ResultTypes {
  LanguageModelToolResult: new (content: readonly object[]) => object;
  LanguageModelTextPart: new (text: string) => object;
  /** From 1.103 on. */
  LanguageModelDataPart?: { image(data: Uint8Array, mime: string): object };
}

/** Registers the tools; nothing where the editor has no agents. */
export function registerTools(server: Server): vscode.Disposable {
  const { lm } = vscode as unknown as { lm?: Partial<LanguageModels> };
  const types = vscode as unknown as Partial<ResultTypes>;
  const { LanguageModelToolResult: Result, LanguageModelTextPart: Text, LanguageModelDataPart: Data } = types;
  if (!lm?.registerTool || !Result || !Text) return vscode.Disposable.from();
  const { registerTool } = lm as LanguageModels;
  return vscode.Disposable.from(
    ...TOOLS.map((name) =>
      registerTool(name, {
        async invoke({ input }, token) {
          const { uri, given } = await withText(input);
          const said = { name, uri: uri?.toString() ?? null, input: JSON.stringify(given) };
          const { text, pictures, failed } = await server.request(CALL_TOOL, said, token);
          if (failed) throw new Error(text);
          const images = Data
            ? pictures.map(({ mime, base64 }) => Data.image(Buffer.from(base64, 'base64'), mime))
            : [];
          return new Result([new Text(text), ...images]);
        },
      }),
    ),
  );
}

/** An input with the text of the file that it is about, and where that is, or would be. */
interface Input {
  readonly uri: vscode.Uri | null;
  readonly given: Record<string, unknown>;
}

/** With the text of the file that a `path` names: one of the open folders, and none beside them. */
async function withText(input: Record<string, unknown>): Promise<Input> {
  const { path, ...rest } = input;
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (typeof path !== 'string')
    return { uri: folders[0] ? vscode.Uri.joinPath(folders[0].uri, 'config') : null, given: input };
  for (const { uri } of folders) {
    const file = vscode.Uri.joinPath(uri, path);
    if (!file.path.startsWith(`${uri.path.replace(/\/$/, '')}/`)) continue;
    try {
      const text = (await vscode.workspace.openTextDocument(file)).getText();
      return { uri: file, given: { ...rest, name: path, text } };
    } catch {
      // Perhaps in the next folder.
    }
  }
  throw new Error(`There is no file ${path} in the open folders.`);
}
