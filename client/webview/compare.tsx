/** The page of a comparison or a search: its pictures side by side, those chosen large, and what was found. */
import './language.ts';
import { t } from '@vscode/l10n';
import { commonLabel, remainingLabel, statusLabel, titleLabel } from '../src/compare/labels.ts';
import type { FromPage } from '../src/compare/messages.ts';
import { type CompareView, picturesOf } from '../src/compare/view.ts';
import { Card } from './compare-card.tsx';
import { Viewer } from './compare-viewer.tsx';
import { Curve } from './curve.tsx';
import { type PageProps, startPage } from './page.tsx';
import { Button, Changes, Failure, Group, Icon, moveAlong, Notes, StatusLine, useKey } from './parts.tsx';

type Props = PageProps<CompareView, FromPage>;

export function ComparePage({ view, pictures, post }: Props) {
  const { items, plan, failure, waiting, chosen } = view;
  useKey('Escape', () => chosen.length > 0 && post({ type: 'close' }));
  const isTipped = items.filter(({ picture }) => picture === 'final').length > 1 && chosen.length < 2;
  return (
    <>
      <header>
        <div>
          <h1 id="title">{titleLabel(view)}</h1>
          <p id="common">{commonLabel(view)}</p>
        </div>
        <Toolbar view={view} post={post} />
      </header>
      <main>
        {failure !== null && <Failure message={failure} retry={() => post({ type: 'retry' })} post={post} />}
        <p id="waiting" role="status" hidden={waiting === null}>
          {waiting}
        </p>
        <Found view={view} post={post} />
        <Viewer view={view} pictures={pictures} post={post} />
        <section id="pictures" aria-label={t('Pictures')}>
          <StatusLine status={statusLabel(view)} time={remainingLabel(view)} />
          <ol id="grid" onKeyDown={(event) => moveAlong(event, 'button.open')}>
            {items.map((item) => (
              <Card key={item.renderId} item={item} view={view} picture={pictures.get(item.renderId)} post={post} />
            ))}
          </ol>
          {isTipped && <p id="tip">{t('Choose two pictures to lay them over each other.')}</p>}
        </section>
        <footer>
          <Notes id="warnings" label={t('Warnings')} texts={view.warnings} />
          <Changes heading={t('What differs from the file in all of them')} changes={plan?.changes} />
          <p id="backend-note">{plan?.backend.note}</p>
        </footer>
      </main>
    </>
  );
}

function Toolbar({ view: { phase, purpose, plan, open }, post }: Pick<Props, 'view' | 'post'>) {
  const isRunning = open.length > 0;
  const isComparison = purpose === 'compare' && plan !== null;
  return (
    <Group id="toolbar" label={t('Comparison')}>
      {isComparison && (
        <Button id="add" title={t('Another value with the same seed')} onClick={() => post({ type: 'add' })}>
          <Icon name="add" />
          {t('Add a value…')}
        </Button>
      )}
      {isComparison && !isRunning && plan.setting === 'inference_steps' && (
        <Button
          id="find"
          title={t('Measure from which count on more steps change nothing')}
          onClick={() => post({ type: 'find' })}
          text={t('Find sweet spot')}
        />
      )}
      {!isRunning && phase !== 'idle' && (
        <Button
          id="again"
          onClick={() => post({ type: 'again' })}
          text={purpose === 'search' ? t('Search again') : t('Render again')}
        />
      )}
      {isRunning && <Button id="cancel-all" onClick={() => post({ type: 'cancel-all' })} text={t('Cancel')} />}
    </Group>
  );
}

/** What a search has found, with its curve. */
function Found({ view: { purpose, plan, curve, result, current, hasPlace }, post }: Pick<Props, 'view' | 'post'>) {
  if (purpose !== 'search' || (curve === null && result === null)) return null;
  const steps = result?.steps ?? null;
  // What the built-in model needs says nothing of the model in the file.
  const isStandIn = plan?.backend.kind === 'builtin';
  return (
    <section id="found" aria-label={t('Quality against time')}>
      <div id="answer">
        <p id="sentence" role="status" aria-live="polite">
          {result && isStandIn
            ? `${t("This holds for Sweetspot's built-in model only: choose your own backend to search with your model.")} `
            : ''}
          {result?.sentence}
        </p>
        {!isStandIn && steps !== null && String(steps) !== current && hasPlace && (
          <Button
            id="apply-result"
            class="primary"
            onClick={() => post({ type: 'apply-result' })}
            text={t('Set steps to {0}', steps)}
          />
        )}
      </div>
      {curve && curve.points.length > 0 && (
        <Curve curve={curve} found={result} pick={(count) => post({ type: 'point', steps: count })} />
      )}
    </section>
  );
}

/** Begins the page; not where it is only drawn, in tests. */
if (typeof document !== 'undefined')
  startPage({ Body: ComparePage, picturesOf, marksOf: ({ phase, purpose }) => ({ state: phase, purpose }) });
