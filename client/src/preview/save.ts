import * as vscode from 'vscode';
import type { PictureData } from './messages.ts';

/** Asks where to, and writes the picture there. Offers a name beside the config it was rendered from. */
export async function savePicture({ png }: PictureData, configUri: string): Promise<void> {
  const config = vscode.Uri.parse(configUri);
  const defaultUri = config.with({ path: config.path.replace(/(\.\w+)?$/, '.png') });
  const saveTo = await vscode.window.showSaveDialog({
    filters: { 'PNG picture': ['png'] },
    title: 'Save Render',
    // An unsaved config has no folder to offer.
    ...(config.scheme === 'untitled' ? {} : { defaultUri }),
  });
  if (!saveTo) return;
  try {
    await vscode.workspace.fs.writeFile(saveTo, png);
  } catch (error) {
    void vscode.window.showErrorMessage(`The picture was not saved: ${error instanceof Error ? error.message : error}`);
  }
}
