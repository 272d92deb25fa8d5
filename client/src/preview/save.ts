import * as vscode from 'vscode';
import { ENDINGS, type PictureData } from './kept.ts';

/** Asks where to, and writes the picture there. Offers a name beside the config it was rendered from. */
export async function savePicture({ bytes, mime }: PictureData, configUri: string): Promise<void> {
  const config = vscode.Uri.parse(configUri);
  const ending = ENDINGS[mime];
  const saveTo = await vscode.window.showSaveDialog({
    filters: { [`${ending.toUpperCase()} picture`]: [ending] },
    title: 'Save Render',
    // An unsaved config has no folder to offer.
    ...(config.scheme === 'untitled'
      ? {}
      : { defaultUri: config.with({ path: config.path.replace(/(\.\w+)?$/, `.${ending}`) }) }),
  });
  if (!saveTo) return;
  try {
    await vscode.workspace.fs.writeFile(saveTo, bytes);
  } catch (error) {
    void vscode.window.showErrorMessage(`The picture was not saved: ${error instanceof Error ? error.message : error}`);
  }
}
