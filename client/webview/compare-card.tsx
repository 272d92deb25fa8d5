/** One picture of a comparison, with its value, its time and what can be done with it. */
import { type Item, isOver } from '../src/compare/item.ts';
import {
  applyLabel,
  captionLabel,
  expectationLabel,
  itemLabel,
  pictureLabel,
  valueLabel,
} from '../src/compare/labels.ts';
import type { FromPage } from '../src/compare/messages.ts';
import { type CompareView, isApplicable, isMissing } from '../src/compare/view.ts';
import { Bar, Button, IconButton } from './parts.tsx';
import type { HeldPicture } from './pictures.ts';

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
  return (
    <li data-phase={item.phase} style={{ '--width': String(plan?.width ?? 1), '--height': String(plan?.height ?? 1) }}>
      <Button
        class="open"
        title="Look at it"
        disabled={item.picture !== 'final'}
        pressed={view.chosen.includes(renderId)}
        onClick={() => post({ type: 'choose', renderId })}
      >
        {picture && <img src={picture.address} alt={pictureLabel(item, view)} />}
      </Button>
      <Bar label={`Progress of ${label}`} progress={item.progress} hidden={item.phase !== 'running'} />
      <p class="caption">
        <strong>{valueLabel(item, view)}</strong>
        <span class="state" title={expectationLabel(item)}>
          {captionLabel(item, view)}
        </span>
      </p>
      <div class="actions">
        {isApplicable(view, item) && (
          <Button
            class="apply"
            title={`${applyLabel(item, view)}: write it into the file`}
            label={`Apply ${label}`}
            onClick={() => post({ type: 'apply', renderId })}
          >
            Apply
          </Button>
        )}
        {item.value === view.current && <span class="mark">in the file</span>}
        {!isOver(item) && (
          <Button class="cancel" label={`Cancel ${label}`} onClick={() => post({ type: 'cancel', renderId })}>
            Cancel
          </Button>
        )}
        {view.purpose === 'compare' && isMissing(item) && (
          <Button class="retry" label={`Try again ${label}`} onClick={() => post({ type: 'retry-one', renderId })}>
            Try again
          </Button>
        )}
        {item.picture === 'final' && (
          <IconButton
            class="save icon"
            icon="save"
            title="Save picture…"
            label={`Save ${label}`}
            onClick={() => post({ type: 'save', renderId })}
          />
        )}
      </div>
    </li>
  );
}
