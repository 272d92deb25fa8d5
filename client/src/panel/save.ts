import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { ENDINGS } from '../../../server/src/protocol/mime.ts';
import { messageOf } from '../backends/problems.ts';
import { complain } from '../notices.ts';
import type { PictureData } from './picture.ts';

/** Asks where to, and writes the picture there. Offers a name beside the config it was rendered from, told apart by `what`. */
export async function savePicture({ bytes, mime }: PictureData, configUri: string, what = ''): Promise<void> {
  const config = vscode.Uri.parse(configUri);
  const ending = ENDINGS[mime];
  // Names of samplers have signs that names of files can't have.
  const suffix = what === '' ? '' : `-${what.replaceAll(/[^\w.+-]+/g, '-')}`;
  const saveTo = await vscode.window.showSaveDialog({
    filters: {
      [mime.startsWith('video/') ? t('{0} video', ending.toUpperCase()) : t('{0} picture', ending.toUpperCase())]: [
        ending,
      ],
    },
    title: t('Save Render'),
    // An unsaved config has no folder to offer.
    ...(config.scheme === 'untitled'
      ? {}
      : { defaultUri: config.with({ path: config.path.replace(/(\.\w+)?$/, `${suffix}.${ending}`) }) }),
  });
  if (!saveTo) return;
  try {
    await vscode.workspace.fs.writeFile(saveTo, bytes);
  } catch (error) {
    complain(t('The picture was not saved: {0}', messageOf(error)));
  }
}
