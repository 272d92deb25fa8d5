/** One chosen picture large, or two: under a slider, or as their difference. */
import { t } from '@vscode/l10n';
import { useRef, useState } from 'preact/hooks';
import { differenceOf } from '../src/compare/difference.ts';
import { apartLabel, itemLabel, pictureLabel } from '../src/compare/labels.ts';
import type { FromPage } from '../src/compare/messages.ts';
import { type CompareView, type Item, lookedAt, type Overlay } from '../src/compare/view.ts';
import { Frame, type Layer, Tags } from './frame.tsx';
import { PlayerBar, usePlayer } from './motion.tsx';
import type { PageProps } from './page.tsx';
import { Button, Group, IconButton, useLater } from './parts.tsx';
import { bitmapOf, type HeldPicture, isPacked } from './pictures.ts';
import { useZoom, ZoomButtons } from './zoom.tsx';

export function Viewer({ view, pictures, post }: PageProps<CompareView, FromPage>) {
  const zoomer = useZoom();
  const [gain, setGain] = useState(4);
  const [apart, setApart] = useState('');
  const [left, right = left] = lookedAt(view);
  const [one, other] = [left, right].map((item) => item && pictures.get(item.renderId));
  const player = usePlayer(other?.motion ? other : one);
  if (left === undefined || right === undefined) return null;
  const isPair = left !== right;
  const canDiffer = one !== undefined && other !== undefined && !isPacked(one) && !isPacked(other);
  const isShown = (overlay: Overlay): boolean => isPair && view.overlay === overlay;
  const layer = (item: Item): Layer | null => {
    const held = pictures.get(item.renderId);
    return held ? { held, alt: pictureLabel(item, view) } : null;
  };
  const { width = 512, height = 512 } = view.plan ?? {};
  const overlay = (kind: Overlay, id: string, name: string, title?: string) => (
    <Button
      id={id}
      title={title}
      pressed={isShown(kind)}
      onClick={() => post({ type: 'overlay', overlay: kind })}
      text={name}
    />
  );
  return (
    <section id="viewer" aria-label={t('Chosen pictures')}>
      <Group id="tools" label={t('View')}>
        {isPair && (
          <Group id="overlays" label={t('Two pictures')}>
            {overlay('slider', 'slider', t('Slider'))}
            {canDiffer &&
              overlay(
                'difference',
                'difference-on',
                t('Difference'),
                t('Where they differ: the darker, the more alike'),
              )}
            {isShown('difference') && <Gain gain={gain} onGain={setGain} />}
          </Group>
        )}
        <span id="apart" role="status" aria-live="polite">
          {isShown('difference') && apart}
        </span>
        <ZoomButtons zoomer={zoomer} />
        <IconButton id="close" icon="close" title={t('Close')} onClick={() => post({ type: 'close' })} />
      </Group>
      <figure id="figure" style={{ '--width': String(width), '--height': String(height) }}>
        <Frame zoomer={zoomer} player={player} picture={layer(right)} compared={isShown('slider') ? layer(left) : null}>
          {isShown('difference') && canDiffer && (
            <Difference one={one} other={other} at={player?.at ?? 0} gain={gain} say={setApart} />
          )}
        </Frame>
        {player && <PlayerBar player={player} />}
        <Tags left={isPair ? itemLabel(left, view) : ''} right={itemLabel(right, view)} />
      </figure>
    </section>
  );
}

function Gain({ gain, onGain }: { readonly gain: number; readonly onGain: (gain: number) => void }) {
  return (
    <label id="gain-label">
      {t('amplified')}{' '}
      <select id="gain" value={gain} onChange={({ currentTarget }) => onGain(Number(currentTarget.value))}>
        {[1, 4, 16].map((times) => (
          <option key={times} value={times}>
            × {times}
          </option>
        ))}
      </select>
    </label>
  );
}

interface DifferenceProps {
  readonly one: HeldPicture;
  readonly other: HeldPicture;
  /** The frame, of moving ones. */
  readonly at: number;
  readonly gain: number;
  /** Hears how far they are apart. */
  readonly say: (text: string) => void;
}

function Difference({ one, other, at, gain, say }: DifferenceProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [label, setLabel] = useState('');
  useLater(
    async (isWanted) => {
      const mean = await drawDifference([one, other], at, gain, () => (isWanted() ? canvas.current : null));
      if (mean === null) return;
      say(apartLabel(mean));
      setLabel(t('Difference: {0}', apartLabel(mean)));
    },
    [one, other, at, gain],
  );
  return <canvas id="difference" ref={canvas} role="img" aria-label={label} />;
}

/** Draws where two pictures differ; resolves with how far apart they are on average, of 255. `null`: it is no longer wanted. */
async function drawDifference(
  pictures: readonly HeldPicture[],
  at: number,
  gain: number,
  canvasNow: () => HTMLCanvasElement | null,
): Promise<number | null> {
  const bitmaps = await Promise.all(pictures.map((picture) => bitmapOf(picture, at)));
  const canvas = canvasNow();
  if (!canvas) return null;
  const [{ width, height }] = bitmaps;
  const [a, b] = bitmaps.map((bitmap) => pixelsOf(bitmap, width, height));
  const { pixels, mean } = differenceOf(a, b, gain);
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0);
  return mean;
}

function pixelsOf(bitmap: ImageBitmap, width: number, height: number): Uint8ClampedArray {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('There is no canvas to draw on.');
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return context.getImageData(0, 0, width, height).data;
}
