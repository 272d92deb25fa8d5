/** Moving pictures: played at their rate, stopped, looked through frame by frame. */
import { t } from '@vscode/l10n';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Motion } from '../../server/src/protocol/render.ts';
import { decoderOf, frameAt } from './frames.ts';
import { Group, IconButton, useLater } from './parts.tsx';
import type { HeldPicture } from './pictures.ts';

/** Where in a moving picture one is. */
export interface Player {
  readonly motion: Motion;
  /** The frame that is shown, from 0. */
  readonly at: number;
  readonly isPlaying: boolean;
  readonly toggle: () => void;
  /** Stops at a frame. */
  readonly seek: (at: number) => void;
  /** Whether its sound is heard; `null` where it has none. */
  readonly isHeard: boolean | null;
  readonly toggleSound: () => void;
}

/**
 * Plays from the beginning, for those who want movement, and silently until somebody wants to hear it; `null` for a picture that does not
 * move, or can't be looked through here.
 */
export function usePlayer(held: HeldPicture | null | undefined): Player | null {
  const { motion, sound } = held ?? {};
  const { frames = 0, fps = 1 } = motion ?? {};
  const [at, setAt] = useState(0);
  const [isPlaying, setPlaying] = useState(wantsMovement);
  const [isHeard, setHeard] = useState(false);
  const shown = useRef(at);
  shown.current = Math.min(at, Math.max(0, frames - 1));
  useEffect(() => {
    if (!isPlaying || frames < 2) return undefined;
    const heard = sound !== undefined && isHeard ? new Audio(sound) : null;
    const begin = (frame: number): void => {
      if (!heard) return;
      heard.currentTime = frame / fps;
      heard.play().catch(() => setHeard(false));
    };
    begin(shown.current);
    const timer = setInterval(() => {
      const now = heard?.ended === false && !heard.paused ? Math.floor(heard.currentTime * fps) : shown.current + 1;
      if (now >= frames) begin(0);
      setAt(now % frames);
    }, 1000 / fps);
    return () => {
      clearInterval(timer);
      heard?.pause();
    };
  }, [isPlaying, frames, fps, sound, isHeard]);
  if (!motion || !decoderOf) return null;
  const seek = (frame: number): void => {
    setPlaying(false);
    setAt(frame);
  };
  return {
    motion,
    at: shown.current,
    isPlaying,
    toggle: () => setPlaying(!isPlaying),
    seek,
    isHeard: sound === undefined ? null : isHeard,
    toggleSound: () => setHeard(!isHeard),
  };
}

/** VS Code's own setting, too: it marks the pages of panels. */
function wantsMovement(): boolean {
  if (typeof document === 'undefined') return true;
  if (document.body.classList.contains('vscode-reduce-motion')) return false;
  return !matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** Plays, stops, leads to each frame, and lets its sound be heard. */
export function PlayerBar({ player }: { readonly player: Player }) {
  const { motion, at, isPlaying, toggle, seek, isHeard, toggleSound } = player;
  const label = t('frame {0} of {1} · {2} a second', at + 1, motion.frames, Number(motion.fps.toFixed(2)));
  return (
    <Group id="player" label={t('Video')}>
      <IconButton
        id="play"
        icon={isPlaying ? 'pause' : 'play'}
        title={isPlaying ? t('Pause') : t('Play')}
        onClick={toggle}
      />
      <input
        id="seek"
        type="range"
        min={0}
        max={motion.frames - 1}
        value={at}
        aria-label={t('Frame')}
        aria-valuetext={label}
        onInput={({ currentTarget }) => seek(Number(currentTarget.value))}
      />
      <span id="frame-of">{label}</span>
      {isHeard !== null && (
        <IconButton
          id="sound"
          icon={isHeard ? 'sound' : 'silent'}
          title={isHeard ? t('Turn sound off') : t('Turn sound on')}
          onClick={toggleSound}
        />
      )}
    </Group>
  );
}

interface MovingPictureProps {
  readonly id: string;
  readonly held: HeldPicture;
  readonly at: number;
  readonly alt: string;
  readonly isDimmed?: boolean;
  readonly onLoad?: (size: { readonly width: number; readonly height: number }) => void;
}

/** One frame of a moving picture. The one before stays until this one is decoded. */
export function MovingPicture({ id, held, at, alt, isDimmed = false, onLoad }: MovingPictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const decoder = useMemo(() => decoderOf?.(held.blob), [held]);
  useEffect(() => () => decoder?.close(), [decoder]);
  useLater(
    async (isWanted) => {
      const frame = decoder && (await frameAt(decoder, at).catch(() => null));
      if (frame && isWanted() && canvas.current) {
        const { displayWidth: width, displayHeight: height } = frame;
        Object.assign(canvas.current, { width, height });
        canvas.current.getContext('2d')?.drawImage(frame, 0, 0);
        onLoad?.({ width, height });
      }
      frame?.close();
    },
    [decoder, at],
  );
  return <canvas id={id} ref={canvas} role="img" aria-label={alt} data-dimmed={isDimmed ? '' : undefined} />;
}

interface PackedVideoProps extends Pick<MovingPictureProps, 'held' | 'alt' | 'onLoad'> {
  readonly id?: string;
  /** Small, among others: without controls. */
  readonly isSmall?: boolean;
}

/** A video as a server has packed it, or why it can't be played here. */
export function PackedVideo({ id, held, alt, isSmall = false, onLoad }: PackedVideoProps) {
  const [isUnplayable, setUnplayable] = useState(false);
  // VS Code's ffmpeg has H.264 and VP8, and of sound MP3, FLAC, Vorbis and PCM.
  const unplayable = t(
    'VS Code can not play this video: of those in files it knows MP4 with H.264, and sound in MP3 or FLAC. Save it to see it elsewhere.',
  );
  if (isUnplayable) return <p class="unplayable">{isSmall ? t('A video') : unplayable}</p>;
  return (
    <video
      id={id}
      src={held.address}
      aria-label={alt}
      autoPlay={wantsMovement()}
      controls={!isSmall}
      loop
      muted
      onLoadedMetadata={({ currentTarget: { videoWidth: width, videoHeight: height } }) => onLoad?.({ width, height })}
      onError={() => setUnplayable(true)}
    />
  );
}
