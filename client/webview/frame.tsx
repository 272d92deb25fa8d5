/** One picture large, at any zoom; another may lie over it, as far as a boundary that is moved by pointer and keys. */
import { t } from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { own } from '../../server/src/knowledge/own.ts';
import { MovingPicture, PackedVideo, type Player } from './motion.tsx';
import { type HeldPicture, isPacked } from './pictures.ts';
import type { Size, Zoomer } from './zoom.tsx';

/** A picture in the frame. */
export interface Layer {
  readonly held: HeldPicture;
  readonly alt: string;
}

interface FrameProps {
  readonly zoomer: Zoomer;
  /** Shows moving pictures. */
  readonly player: Player | null;
  readonly picture: Layer | null;
  /** The picture is to look like one of before. */
  readonly isDimmed?: boolean;
  /** Lies over the picture, left of the boundary. */
  readonly compared: Layer | null;
  /** What else lies over the picture. */
  readonly children?: ComponentChildren;
}

export function Frame({ zoomer, player, picture, isDimmed = false, compared, children }: FrameProps) {
  const { zoom, size, frame, onLoad } = zoomer;
  /** Percent of the width. */
  const [place, setPlace] = useState(50);
  const stage = useRef<HTMLDivElement>(null);
  const isComparing = compared !== null;
  useLayoutEffect(() => setPlace(50), [isComparing]);
  const scale = zoom === 'fit' ? null : zoom / devicePixelRatio;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is one of a form
    <div
      id="frame"
      ref={frame}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: its keys zoom and scroll
      tabIndex={0}
      role="group"
      aria-label={t('Picture: plus and minus zoom, 0 fits, 1 is full size')}
      data-zoomed={zoom === 'fit' ? undefined : ''}
      onKeyDown={(event) => zoomByKey(event, zoomer)}
      onWheel={(event) => zoomByWheel(event, zoomer)}
      onPointerDown={(event) => zoom !== 'fit' && drag(event)}
    >
      <div
        id="stage"
        ref={stage}
        data-pixels={zoom !== 'fit' && zoom >= 3 ? '' : undefined}
        style={{
          width: scale === null ? undefined : `${size.width * scale}px`,
          height: scale === null ? undefined : `${size.height * scale}px`,
          '--boundary': `${place}%`,
        }}
      >
        {picture && <Shown id="picture" layer={picture} player={player} isDimmed={isDimmed} onLoad={onLoad} />}
        {compared && <Shown id="compared" layer={compared} player={player} />}
        {children}
        {compared && (
          <div
            id="boundary"
            role="slider"
            tabIndex={0}
            aria-label={t('Boundary between the two renders')}
            aria-orientation="horizontal"
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={place}
            aria-valuetext={t('{0} % of the width show the other render', place)}
            onKeyDown={(event) => {
              const to = own(KEYS, event.key)?.(place, event.shiftKey ? 10 : 1);
              if (to === undefined) return;
              event.preventDefault();
              setPlace(percent(to));
            }}
            onPointerDown={(event) => {
              event.stopPropagation();
              const { left = 0, width = 1 } = stage.current?.getBoundingClientRect() ?? {};
              follow(event, ({ clientX }) => setPlace(percent(((clientX - left) / width) * 100)));
            }}
          />
        )}
      </div>
    </div>
  );
}

interface ShownProps {
  readonly id: string;
  readonly layer: Layer;
  readonly player: Player | null;
  readonly isDimmed?: boolean;
  readonly onLoad?: (size: Size) => void;
}

function Shown({ id, layer: { held, alt }, player, isDimmed = false, onLoad }: ShownProps) {
  if (player && held.motion) {
    // The shorter of two that are compared waits at its end.
    const at = Math.min(player.at, held.motion.frames - 1);
    return <MovingPicture id={id} held={held} at={at} alt={alt} isDimmed={isDimmed} {...(onLoad && { onLoad })} />;
  }
  if (isPacked(held)) return <PackedVideo id={id} held={held} alt={alt} {...(onLoad && { onLoad })} />;
  return (
    <img
      id={id}
      // The browser goes on showing the previous picture until this one is decoded.
      src={held.address}
      alt={alt}
      data-dimmed={isDimmed ? '' : undefined}
      onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) => onLoad?.({ width, height })}
    />
  );
}

/** Below the frame: what is left and what is right of the boundary. */
export function Tags({ left, right }: { readonly left: string; readonly right: string }) {
  return (
    <div id="tags">
      <span id="compared-tag">{left}</span>
      <span id="picture-tag">{right}</span>
    </div>
  );
}

const KEYS: Readonly<Record<string, (place: number, step: number) => number>> = {
  ArrowLeft: (place, step) => place - step,
  ArrowDown: (place, step) => place - step,
  ArrowRight: (place, step) => place + step,
  ArrowUp: (place, step) => place + step,
  PageDown: (place) => place - 10,
  PageUp: (place) => place + 10,
  Home: () => 0,
  End: () => 100,
};

function percent(place: number): number {
  return Math.round(Math.min(100, Math.max(0, place)));
}

function zoomByKey(event: KeyboardEvent, { larger, smaller, zoomTo }: Zoomer): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget) return;
  const zoom = own(
    { '+': larger, '=': larger, '-': smaller, '0': () => zoomTo('fit'), '1': () => zoomTo(1) },
    event.key,
  );
  if (!zoom) return;
  zoom();
  event.preventDefault();
}

/** With Ctrl, as everywhere, and as a pinch on a trackpad is told; without it the wheel scrolls what it scrolls anyway. */
function zoomByWheel(event: WheelEvent, { frame, larger, smaller }: Zoomer): void {
  if ((!event.ctrlKey && !event.metaKey) || !frame.current) return;
  event.preventDefault();
  const { left, top } = frame.current.getBoundingClientRect();
  (event.deltaY < 0 ? larger : smaller)(event.clientX - left, event.clientY - top);
}

/** What is larger than its frame is moved by the pointer. */
function drag(event: PointerEvent): void {
  const frame = event.currentTarget;
  if (!(frame instanceof HTMLElement)) return;
  const from = { x: event.clientX + frame.scrollLeft, y: event.clientY + frame.scrollTop };
  follow(event, ({ clientX, clientY }) => frame.scrollTo(from.x - clientX, from.y - clientY));
}

/** Follows the pointer until its button is let go. */
function follow(event: PointerEvent, move: (moved: PointerEvent) => void): void {
  const { currentTarget: held } = event;
  if (event.button !== 0 || !(held instanceof HTMLElement)) return;
  held.setPointerCapture(event.pointerId);
  held.addEventListener('pointermove', move);
  held.addEventListener('lostpointercapture', () => held.removeEventListener('pointermove', move), { once: true });
}
