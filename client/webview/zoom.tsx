/** How large a picture is shown: zoomed by buttons, wheel and keys, moved by dragging and scrolling. */
import { t } from '@vscode/l10n';
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { scrollAfter, type Zoom, zoomed, zoomLabel } from '../src/panel/zoom.ts';
import { Button, IconButton } from './parts.tsx';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The zoom of one frame. */
export interface Zoomer {
  readonly zoom: Zoom;
  /** Of the picture, in its own pixels. */
  readonly size: Size;
  readonly frame: RefObject<HTMLDivElement | null>;
  /** Shows at a zoom; what is at (x, y) of the frame stays there. CSS pixels. */
  readonly zoomTo: (wanted: Zoom, x?: number, y?: number) => void;
  readonly larger: (x?: number, y?: number) => void;
  readonly smaller: (x?: number, y?: number) => void;
  /** A picture of this size has been loaded. */
  readonly onLoad: (size: Size) => void;
}

export function useZoom(): Zoomer {
  const frame = useRef<HTMLDivElement>(null);
  const scroll = useRef<{ readonly left: number; readonly top: number } | null>(null);
  const [zoom, setZoom] = useState<Zoom>('fit');
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });

  useLayoutEffect(() => {
    if (frame.current && scroll.current) frame.current.scrollTo(scroll.current);
  }, [zoom]);

  /** Device pixels for each pixel of the picture when it fits the frame. */
  const fitted = ({ clientWidth, clientHeight }: HTMLElement): number =>
    Math.min(clientWidth / size.width, clientHeight / size.height) * devicePixelRatio;

  function zoomTo(wanted: Zoom, x?: number, y?: number): void {
    const box = frame.current;
    if (!box || size.width === 0) return;
    const factor = (wanted === 'fit' ? fitted(box) : wanted) / (zoom === 'fit' ? fitted(box) : zoom);
    scroll.current = {
      left: scrollAfter(box.scrollLeft, x ?? box.clientWidth / 2, factor),
      top: scrollAfter(box.scrollTop, y ?? box.clientHeight / 2, factor),
    };
    setZoom(wanted);
  }

  const step = (direction: 1 | -1, x?: number, y?: number): void => {
    if (frame.current) zoomTo(zoomed(zoom, direction, fitted(frame.current)), x, y);
  };

  function onLoad(loaded: Size): void {
    if (loaded.width === size.width && loaded.height === size.height) return;
    // A picture of another size is another picture: it is seen whole first. Previews are smaller than the picture they are of.
    setSize(loaded);
    setZoom('fit');
  }

  return {
    zoom,
    size,
    frame,
    zoomTo,
    larger: (x, y) => step(1, x, y),
    smaller: (x, y) => step(-1, x, y),
    onLoad,
  };
}

export function ZoomButtons({ zoomer: { zoom, zoomTo, larger, smaller } }: { readonly zoomer: Zoomer }) {
  return (
    <>
      <IconButton id="zoom-out" icon="zoom-out" title={t('Zoom out')} onClick={() => smaller()} />
      <Button
        id="zoom"
        class="icon"
        title={t('Fit the panel, or full size')}
        onClick={() => zoomTo(zoom === 'fit' ? 1 : 'fit')}
        text={zoomLabel(zoom)}
      />
      <IconButton id="zoom-in" icon="zoom-in" title={t('Zoom in')} onClick={() => larger()} />
    </>
  );
}
