/** The page of a preview: one render, what is to be known of it, and the renders before it. */
import './language.ts';
import { t } from '@vscode/l10n';
import { useEffect, useState } from 'preact/hooks';
import { inBackground } from '../../server/src/background.ts';
import type { RenderMode } from '../../server/src/protocol/render.ts';
import { modeLabel, pictureLabel, placeLabel, statusLabel, tagLabel, timeLabel } from '../src/preview/labels.ts';
import type { FromPage } from '../src/preview/messages.ts';
import { described, isDimmed, neighbourOf, picturesOf, thumbnailKey, type View } from '../src/preview/view.ts';
import { Frame, type Layer, Tags } from './frame.tsx';
import { PlayerBar, usePlayer } from './motion.tsx';
import { type PageProps, type Pictures, startPage } from './page.tsx';
import { Bar, Button, Failure, Group, IconButton, StatusLine, useKey } from './parts.tsx';
import { copyToClipboard, type HeldPicture, isPacked, thumbnailOf } from './pictures.ts';
import { Details } from './preview-details.tsx';
import { Strip } from './strip.tsx';
import { useZoom, ZoomButtons, type Zoomer } from './zoom.tsx';

type Props = PageProps<View, FromPage>;

export function PreviewPage({ view, pictures, post }: Props) {
  const zoomer = useZoom();
  useKey('Escape', () => view.compared && post({ type: 'compare', id: null }));
  useEffect(() => inBackground(() => makeThumbnail(view, pictures, post)));
  const plan = described(view)?.plan ?? null;
  const picture = pictureOf(view, pictures);
  const compared = comparedOf(view, pictures);
  const player = usePlayer(picture?.motion ? picture : compared?.held);
  return (
    <>
      <header>
        <div id="heading">
          <h1 id="title">{plan?.title ?? t('Preview')}</h1>
          {picture && <Tools view={view} picture={picture} compared={compared} zoomer={zoomer} post={post} />}
        </div>
        <Toolbar view={view} post={post} />
      </header>
      <main>
        <section id="result" aria-label={t('Result')}>
          {view.failure && (
            <Failure
              message={view.failure.message}
              retry={() => post({ type: 'render', mode: view.mode ?? 'draft' })}
              post={post}
            >
              <Places failure={view.failure} post={post} />
            </Failure>
          )}
          {/* Reserves the final picture's place from the start, so that nothing moves as previews and the picture arrive. */}
          <figure id="figure" style={{ '--width': `${plan?.width ?? 512}`, '--height': `${plan?.height ?? 512}` }}>
            {plan && (picture || view.phase === 'running') && (
              <Frame
                zoomer={zoomer}
                player={player}
                picture={picture && { held: picture, alt: pictureLabel(view) }}
                isDimmed={isDimmed(view)}
                compared={compared}
              />
            )}
            {player && <PlayerBar player={player} />}
            {compared && plan && <Tags left={compared.alt} right={tagLabel(plan)} />}
            <Bar
              id="progress"
              label={t('Render progress')}
              progress={view.progress}
              hidden={view.phase !== 'running'}
            />
            <StatusLine status={statusLabel(view)} time={timeLabel(view)} />
            <Strip view={view} pictures={pictures} post={post} />
          </figure>
        </section>
        <Details view={view} post={post} />
      </main>
    </>
  );
}

function Toolbar({ view: { mode, steps, phase }, post }: Pick<Props, 'view' | 'post'>) {
  const button = (wanted: RenderMode, title: string) => (
    <Button
      id={wanted}
      title={title}
      pressed={mode === wanted}
      onClick={() => post({ type: 'render', mode: wanted })}
      text={modeLabel(wanted, steps[wanted])}
    />
  );
  return (
    <Group id="toolbar" label={t('Render')}>
      {button('draft', t("A quick look: the model's draft step count"))}
      {button('configured', t('With exactly the settings of the file'))}
      {phase === 'running' && <Button id="cancel" onClick={() => post({ type: 'cancel' })} text={t('Cancel')} />}
    </Group>
  );
}

interface ToolsProps extends Pick<Props, 'view' | 'post'> {
  readonly picture: HeldPicture;
  readonly compared: Layer | null;
  readonly zoomer: Zoomer;
}

/** What can be done with the picture. */
function Tools({ view, picture, compared, zoomer, post }: ToolsProps) {
  const [said, setSaid] = useState('');
  const isFinished = view.shown !== null || view.picture === 'final';
  const other = neighbourOf(view);
  const isComparing = compared !== null;
  async function copy(): Promise<void> {
    setSaid(
      await copyToClipboard(picture.blob).then(
        () => t('Copied'),
        () => t("A panel can't copy pictures here. Save it instead."),
      ),
    );
    setTimeout(() => setSaid(''), 4000);
  }
  return (
    <Group id="tools" label={t('Picture')}>
      <span id="said" role="status" aria-live="polite">
        {said}
      </span>
      <ZoomButtons zoomer={zoomer} />
      <IconButton
        id="compare"
        icon="compare"
        title={t('Compare with another render of this file')}
        pressed={isComparing}
        disabled={!isComparing && (view.phase === 'running' || !other)}
        onClick={() => post({ type: 'compare', id: isComparing ? null : (other?.id ?? null) })}
      />
      <IconButton
        id="copy"
        icon="copy"
        title={t('Copy picture')}
        disabled={!isFinished || isPacked(picture)}
        onClick={() => inBackground(copy)}
      />
      <IconButton
        id="save"
        icon="save"
        title={t('Save picture…')}
        disabled={!isFinished}
        onClick={() => post({ type: 'save' })}
      />
    </Group>
  );
}

/** Where in the file the failure is. */
function Places({ failure, post }: { readonly failure: NonNullable<View['failure']>; readonly post: Props['post'] }) {
  return (
    <ul id="places" aria-label={t('Places in the file')}>
      {failure.places.map(({ range, message }, index) => (
        <li key={`${range.start.line} ${message}`}>
          {placeLabel(range.start.line, message, failure.message)}
          <Button onClick={() => post({ type: 'show-place', index })} text={t('Show in file')} />
        </li>
      ))}
    </ul>
  );
}

/** The picture that is looked at, if it is there. */
function pictureOf({ shown, picture }: View, pictures: Pictures): HeldPicture | null {
  if (shown) return pictures.get('shown') ?? null;
  return picture === null ? null : (pictures.get('live') ?? null);
}

function comparedOf({ compared }: View, pictures: Pictures): Layer | null {
  const held = pictures.get('compared');
  return compared && held ? { held, alt: tagLabel(compared.plan) } : null;
}

/** Kept renders whose small picture has been made here. */
const made = new Set<string>();

/** A kept render gets its small picture when its large one is at hand for the first time. */
async function makeThumbnail({ shown, keptAs, picture }: View, pictures: Pictures, post: Props['post']): Promise<void> {
  const id = shown?.id ?? (picture === 'final' ? keptAs : null);
  const held = pictures.get(shown ? 'shown' : 'live');
  if (id === null || !held || isPacked(held) || pictures.has(thumbnailKey(id)) || made.has(id)) return;
  made.add(id);
  post({ type: 'thumbnail', id, bytes: await thumbnailOf(held.blob) });
}

/** Begins the page; not where it is only drawn, in tests. */
if (typeof document !== 'undefined')
  startPage({ Body: PreviewPage, picturesOf, marksOf: ({ phase }) => ({ state: phase }) });
