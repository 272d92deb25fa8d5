/** The strip of kept renders below the picture: one is looked at, another may be compared with it. */
import { t } from '@vscode/l10n';
import { stepCount } from '../src/panel/labels.ts';
import { tileLabel, timeLabelOf, titleIn } from '../src/preview/labels.ts';
import type { FromPage } from '../src/preview/messages.ts';
import { hasLiveTile, thumbnailKey, type View } from '../src/preview/view.ts';
import type { PageProps } from './page.tsx';
import { moveAlong } from './parts.tsx';

export function Strip({ view, pictures, post }: PageProps<View, FromPage>) {
  const { tiles, phase, shown, compared, keptAs } = view;
  if (tiles.length === 0) return null;
  const isRunning = phase === 'running';
  const current = shown?.id ?? (hasLiveTile(view) ? null : keptAs);
  // One stop for the Tab key; the arrow keys go on from there.
  const stop = current ?? (hasLiveTile(view) ? null : tiles[0].id);
  const place = (id: string | null) => ({
    type: 'button' as const,
    tabIndex: id === stop ? 0 : -1,
    'aria-current': id === current ? ('true' as const) : undefined,
    // While comparing, the strip chooses what to compare with; otherwise what to look at.
    onClick: () => post(compared && id !== null ? { type: 'compare', id } : { type: 'show', id }),
  });
  return (
    <ol
      id="strip"
      aria-label={t('Renders of this file, newest first')}
      onKeyDown={(event) => moveAlong(event, 'button')}
    >
      {hasLiveTile(view) && (
        <li key="live" class={isRunning ? 'live running' : 'live'}>
          <button {...place(null)}>
            <span />
            <small>{isRunning ? t('Now') : t('Last')}</small>
          </button>
        </li>
      )}
      {tiles.map((tile) => {
        const label = tileLabel(tile, tiles, timeLabelOf(tile));
        const title = titleIn(tiles, tile);
        const picture = pictures.get(thumbnailKey(tile.id));
        return (
          <li key={tile.id}>
            <button
              {...place(tile.id)}
              title={label}
              aria-label={label}
              data-compared={tile.id === compared?.id ? '' : undefined}
            >
              <span>{picture && <img src={picture.address} alt="" />}</span>
              {title !== null && <small class="title">{title}</small>}
              <small>{stepCount(tile.steps)}</small>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
