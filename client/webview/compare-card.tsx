/** One picture of a comparison, with its value, its time and what can be done with it. */
import { t } from '@vscode/l10n';
import { useState } from 'preact/hooks';
import { flickerOf } from '../src/compare/flicker.ts';
import {
  captionLabel,
  expectationLabel,
  flickerLabel,
  itemLabel,
  pictureLabel,
  valueLabel,
} from '../src/compare/labels.ts';
import type { FromPage } from '../src/compare/messages.ts';
import { type CompareView, type Item, isApplicable, isMissing } from '../src/compare/view.ts';
import { isOver } from '../src/panel/render.ts';
import { lightOf } from './frames.ts';
import { PackedVideo } from './motion.tsx';
import { Bar, Button, IconButton, useLater } from './parts.tsx';
import { type HeldPicture, isPacked } from './pictures.ts';

interface CardProps {
  readonly item: Item;
  readonly view: CompareView;
  readonly picture: HeldPicture | undefined;
  readonly post: (message: FromPage) => void;
}

export function Card({ item, view, picture, post }: CardProps) {
  const { plan } = view;
  const { renderId } = item;
  const label = itemLabel(item, view);
  const flicker = useFlicker(item.picture === 'final' ? picture : undefined);
  return (
    <li data-phase={item.phase} style={{ '--width': String(plan?.width ?? 1), '--height': String(plan?.height ?? 1) }}>
      <Button
        class="open"
        title={t('Look at it')}
        disabled={item.picture !== 'final'}
        pressed={view.chosen.includes(renderId)}
        onClick={() => post({ type: 'choose', renderId })}
      >
        {picture &&
          (isPacked(picture) ? (
            <PackedVideo held={picture} alt={pictureLabel(item, view)} isSmall />
          ) : (
            <img src={picture.address} alt={pictureLabel(item, view)} />
          ))}
      </Button>
      <Bar label={t('Progress of {0}', label)} progress={item.progress} hidden={item.phase !== 'running'} />
      <p class="caption">
        <strong>{valueLabel(item, view)}</strong>
        <span class="state" title={expectationLabel(item)}>
          {[captionLabel(item, view), ...(flicker === null ? [] : [flickerLabel(flicker)])].join(' · ')}
        </span>
      </p>
      <div class="actions">
        {isApplicable(view, item) && (
          <Button
            class="apply"
            title={t('{0}: write it into the file', t('Apply {0}', valueLabel(item, view)))}
            label={t('Apply {0}', label)}
            onClick={() => post({ type: 'apply', renderId })}
            text={t('Apply')}
          />
        )}
        {item.value === view.current && <span class="mark">{t('in the file')}</span>}
        {!isOver(item) && (
          <Button
            class="cancel"
            label={t('Cancel {0}', label)}
            onClick={() => post({ type: 'cancel', renderId })}
            text={t('Cancel')}
          />
        )}
        {view.purpose === 'compare' && isMissing(item) && (
          <Button
            class="retry"
            label={t('Try again {0}', label)}
            onClick={() => post({ type: 'retry-one', renderId })}
            text={t('Try again')}
          />
        )}
        {item.picture === 'final' && (
          <IconButton
            class="save icon"
            icon="save"
            title={t('Save picture…')}
            label={t('Save {0}', label)}
            onClick={() => post({ type: 'save', renderId })}
          />
        )}
      </div>
    </li>
  );
}

/** How much a moving picture flickers; `null` until that is known, and of others. */
function useFlicker(picture: HeldPicture | undefined): number | null {
  const [flicker, setFlicker] = useState<number | null>(null);
  useLater(
    async (isWanted) => {
      setFlicker(null);
      const { blob, motion } = picture ?? {};
      if (!blob || !motion) return;
      const lights = await lightOf(blob, motion.frames).catch(() => []);
      if (isWanted()) setFlicker(flickerOf(lights));
    },
    [picture],
  );
  return flicker;
}
