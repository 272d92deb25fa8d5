/** Which gauge the hover of a setting shows: the model's own range where it is known, else the guide's. */
import { t } from '@vscode/l10n';
import type { Guide, Model } from '../knowledge/schema.ts';
import type { Theme } from '../protocol/editor.ts';
import { isOfPictures, type Run } from '../run/index.ts';
import { spell, wasteAbove } from '../verdicts/steps-usual.ts';
import { type GaugeBand, gaugeSvg, gaugeText } from './gauge.ts';

export interface GaugeOptions {
  /** Draw the gauge as a picture, in the colours of `theme`. */
  readonly pictures: boolean;
  readonly theme: Theme;
}

/** Markdown of the gauge; `''` for settings that have none. `given`: what the file says; `best`: the one value that suits, where there is one. */
export function hoverGauge(
  guide: Guide,
  given: number | null,
  run: Run,
  best: number | null,
  { pictures, theme }: GaugeOptions,
): string {
  if (!guide.gauge || !suits(guide, run)) return '';
  // What is no number, or beyond all, stands nowhere on a scale.
  const value = given !== null && Number.isFinite(given) ? given : null;
  const own = best === null ? ownBands(guide, run) : pointBand(best);
  const ends = own?.map(({ to }) => to).filter(Number.isFinite) ?? [];
  const scale = { ...guide.gauge, to: Math.max(guide.gauge.to, value ?? 0, ...ends) };
  const bands = (own ?? guide.ranges)
    .filter(({ from }) => from <= scale.to)
    .map((band) => ({ ...band, to: Math.min(band.to, scale.to) }));
  const shown = value === null || value < scale.from ? null : value;
  if (!pictures) return `\`${gaugeText(bands, shown, scale)}\``;
  const alt = t`${value ?? t`no value`} on a scale of ${bands.map(({ label, from, to }) => `${label} ${spell([from, to])}`).join(', ')}`;
  return `![${alt}](data:image/svg+xml;base64,${base64(gaugeSvg(bands, shown, scale, theme))})`;
}

/** Whether the ranges of a guide may be meant: those of steps and guidance are pictures', but for models with their own. */
export function suits(guide: Guide, run: Run): boolean {
  const ofPictures = guide.id === 'inference_steps' || guide.id === 'guidance_scale';
  return !ofPictures || isOfPictures(run.model) || ownBands(guide, run) !== null;
}

/** The model's ranges, `null` where nothing is known of the model. An open end is infinite. */
function ownBands(guide: Guide, run: Run): GaugeBand[] | null {
  if (guide.id === 'inference_steps') return run.model.decisive && stepBands(run.model.decisive);
  const guidance = run.guidance.known?.facts;
  if (guide.id === 'guidance_scale' && guidance && guidance.kind !== 'other') {
    const { kind, default: usual, sweet = [usual, usual] } = guidance;
    if (kind === 'off') return [{ label: t`Off`, from: 1, to: 1, tone: 'good' }];
    return [{ label: t`Usual`, from: sweet[0], to: sweet[1], tone: 'good' }];
  }
  if (guide.id === 'distilled_guidance' && guidance?.kind === 'embedded') {
    const { default: usual, sweet = [usual, usual] } = guidance;
    return [{ label: t`Usual`, from: sweet[0], to: sweet[1], tone: 'good' }];
  }
  return null;
}

function pointBand(best: number): GaugeBand[] {
  return [{ label: t`Made for`, from: best, to: best, tone: 'good' }];
}

function stepBands(model: Model): GaugeBand[] {
  const [from, to] = model.steps.sweet;
  const bands: GaugeBand[] = [{ label: t`Sweet spot`, from, to, tone: 'good' }];
  const least = model.steps.min_useful ?? 1;
  if (least < from) bands.unshift({ label: t`Draft`, from: least, to: from - 1, tone: 'low' });
  bands.push({
    label: t`Waste`,
    from: Math.ceil(wasteAbove(model).note + 1),
    to: Number.POSITIVE_INFINITY,
    tone: 'high',
  });
  return bands;
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
