/** A picture of the guide as large as it is, with the next one a key away: in one place differences are seen best. */
import { t } from '@vscode/l10n';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Button } from './parts.tsx';

/** One of a page's figures. */
export interface Closeup {
  readonly figures: readonly HTMLElement[];
  readonly at: number;
}

interface Props {
  readonly closeup: Closeup;
  readonly turn: (to: Closeup) => void;
  readonly close: () => void;
}

export function Closer({ closeup: { figures, at }, turn, close }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const caption = useRef<HTMLElement>(null);
  const image = figures[at]?.querySelector('img');
  const turnTo = (to: number): void => {
    if (figures[to]) turn({ figures, at: to });
  };
  useLayoutEffect(() => dialog.current?.showModal(), []);
  useLayoutEffect(() => {
    const written = figures[at]?.querySelector('figcaption')?.cloneNode(true).childNodes ?? [];
    caption.current?.replaceChildren(...written);
  }, [figures, at]);
  return (
    <dialog
      ref={dialog}
      id="closer"
      aria-label={t('Picture')}
      onClose={close}
      onKeyDown={({ key }) => {
        if (key === 'ArrowLeft') turnTo(at - 1);
        if (key === 'ArrowRight') turnTo(at + 1);
      }}
      // The dialog's own area is all covered by what is in it: a click on the dialog itself is one beside it.
      onClick={({ target }) => target === dialog.current && dialog.current?.close()}
    >
      <figure>
        <img id="closer-picture" src={image?.src} alt={image?.alt ?? ''} />
        <figcaption ref={caption} id="closer-caption" aria-live="polite" />
      </figure>
      <div class="actions">
        <Button disabled={at === 0} onClick={() => turnTo(at - 1)} text={t('Fewer steps')} />
        <Button disabled={at === figures.length - 1} onClick={() => turnTo(at + 1)} text={t('More steps')} />
        <Button onClick={() => dialog.current?.close()} text={t('Close')} />
      </div>
    </dialog>
  );
}
