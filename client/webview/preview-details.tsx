/** Beside the picture, or below it: what to know of a render. */
import { t } from '@vscode/l10n';
import { Fragment } from 'preact';
import { seedLabel, sourceName } from '../src/preview/labels.ts';
import type { FromPage } from '../src/preview/messages.ts';
import { described, offersSeed, type View } from '../src/preview/view.ts';
import { Button, Changes, IconButton, Notes } from './parts.tsx';

interface DetailsProps {
  readonly view: View;
  readonly post: (message: FromPage) => void;
}

export function Details({ view, post }: DetailsProps) {
  const { plan, warnings } = described(view) ?? { plan: null, warnings: [] };
  return (
    <section id="details" aria-label={t('Details')} hidden={plan === null && view.phase !== 'idle'}>
      {view.hint && <Hint post={post} />}
      <Notes id="warnings" label={t('Warnings')} texts={warnings} />
      {plan && (
        <>
          <div id="seed">
            <span id="seed-text">{seedLabel(plan)}</span>
            {offersSeed(view) && (
              <Button
                id="apply-seed"
                title={t('Write this seed into the file')}
                onClick={() => post({ type: 'apply-seed' })}
                text={t('Apply seed')}
              />
            )}
            <Button id="copy-seed" onClick={() => post({ type: 'copy-seed' })} text={t('Copy')} />
          </div>
          <Changes heading={t('What this preview changed')} changes={plan.changes} />
          <div id="used">
            <h2>{t('Settings used')}</h2>
            <dl id="settings">
              {plan.settings.map(({ label, value, from }) => (
                <Fragment key={label}>
                  <dt>{label}</dt>
                  <dd>
                    {value} <span data-from={from}>{sourceName(from)}</span>
                  </dd>
                </Fragment>
              ))}
            </dl>
          </div>
        </>
      )}
      <footer>
        <p id="backend-note">{plan?.backend.note}</p>
        <div class="actions">
          <Button
            id="choose-backend"
            class="link"
            onClick={() => post({ type: 'choose-backend' })}
            text={t('Choose backend…')}
          />
          <Button
            id="open-settings"
            class="link"
            onClick={() => post({ type: 'open-settings' })}
            text={t('Open settings')}
          />
        </div>
      </footer>
    </section>
  );
}

/** How to connect another program than the built-in one. */
function Hint({ post }: Pick<DetailsProps, 'post'>) {
  return (
    <p id="hint">
      <span>{t('Your own ComfyUI or Forge can render these.')}</span>
      <Button onClick={() => post({ type: 'choose-backend' })} text={t('Choose backend…')} />
      <IconButton id="hint-dismiss" icon="close" title={t('Dismiss')} onClick={() => post({ type: 'dismiss-hint' })} />
    </p>
  );
}
