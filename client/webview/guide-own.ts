/** Below the guide's pictures: the offer to render a person's own config at several step counts. */
import { t } from '@vscode/l10n';
import type { Own } from '../src/guide/messages.ts';
import { hide, part, say } from './dom.ts';

const own = part('own', HTMLElement);
const compare = part('compare', HTMLButtonElement);

/** Puts the offer below the pictures of a page; it is not there on pages without any. */
export function placeOwn(article: HTMLElement): void {
  const pictures = article.querySelector('.pictures');
  own.hidden = pictures === null;
  if (pictures) pictures.after(own);
  else document.body.append(own);
}

/** Says what can be rendered, or why nothing can be yet. */
export function showOwn(shown: Own): void {
  compare.disabled = shown.kind !== 'ready';
  hide(part('choose-backend', HTMLElement), shown.kind !== 'ready');
  hide(part('manage-trust', HTMLElement), shown.kind !== 'untrusted');
  say(compare, shown.kind === 'ready' ? t('Render these on {0}', shown.backend) : t('Render your own'));
  say(part('own-text', HTMLElement), textOf(shown));
}

function textOf(shown: Own): string {
  switch (shown.kind) {
    case 'ready':
      return t('The same with {0}: one seed, at step counts that suit its model.', shown.file);
    case 'none':
      return t('Open a config with a step count, and these can be rendered from it.');
    case 'untrusted':
      return t('Your own config can be rendered at several step counts once the workspace is trusted.');
  }
}
