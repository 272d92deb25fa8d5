/** Below the guide's pictures: the offer to render a person's own config at several step counts. */
import { t } from '@vscode/l10n';
import type { FromPage, Own } from '../src/guide/messages.ts';
import { Button } from './parts.tsx';

interface Props {
  readonly own: Own;
  readonly post: (type: FromPage['type']) => void;
}

/** Says what can be rendered, or why nothing can be yet. */
export function OwnOffer({ own, post }: Props) {
  return (
    <>
      <p id="own-text">{textOf(own)}</p>
      <div class="actions">
        <Button
          class="primary"
          disabled={own.kind !== 'ready'}
          onClick={() => post('compare')}
          text={own.kind === 'ready' ? t('Render these on {0}', own.backend) : t('Render your own')}
        />
        {own.kind === 'ready' && (
          <Button class="link" onClick={() => post('choose-backend')} text={t('Choose backend…')} />
        )}
        {own.kind === 'untrusted' && (
          <Button class="link" onClick={() => post('manage-trust')} text={t('Manage workspace trust…')} />
        )}
      </div>
    </>
  );
}

function textOf(own: Own): string {
  switch (own.kind) {
    case 'ready':
      return t('The same with {0}: one seed, at step counts that suit its model.', own.file);
    case 'none':
      return t('Open a config with a step count, and these can be rendered from it.');
    case 'untrusted':
      return t('Your own config can be rendered at several step counts once the workspace is trusted.');
  }
}
