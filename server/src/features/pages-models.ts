/** What the known models say about a setting, as a table of its page. */
import { t } from '@vscode/l10n';
import { own } from '../knowledge/own.ts';
import type { Model } from '../knowledge/schema.ts';
import { spell } from '../verdicts/steps-usual.ts';

interface Column {
  readonly head: string;
  /** `''` where the model says nothing. */
  readonly cell: (model: Model) => string | number;
}

/** By guide. A model without a figure in any column is left out. */
const COLUMNS: Readonly<Record<string, readonly Column[]>> = {
  inference_steps: [
    { head: t`Steps`, cell: ({ steps }) => spell(steps.sweet) },
    { head: t`Start with`, cell: ({ steps }) => steps.default },
    { head: t`Draft`, cell: ({ steps }) => steps.draft ?? steps.default },
  ],
  guidance_scale: [
    {
      head: t`Guidance`,
      cell: ({ guidance }) => (guidance && guidance.kind !== 'embedded' ? guidanceRange(guidance) : ''),
    },
    {
      head: t`Start with`,
      cell: ({ guidance }) => (guidance?.kind === 'cfg' || guidance?.kind === 'cfg-low' ? guidance.default : ''),
    },
  ],
  distilled_guidance: [
    { head: t`Guidance`, cell: ({ guidance }) => (guidance?.kind === 'embedded' ? guidanceRange(guidance) : '') },
    { head: t`Start with`, cell: ({ guidance }) => (guidance?.kind === 'embedded' ? guidance.default : '') },
  ],
  size: [
    { head: t`Trained on`, cell: ({ size }) => size?.native.map(([w, h]) => `${w} x ${h}`).join(', ') ?? '' },
    { head: t`Multiple of`, cell: ({ size }) => size?.multiple_of ?? '' },
  ],
  frames: [
    { head: t`Frames`, cell: ({ frames }) => (frames?.form ? `${frames.form.multiple}n+${frames.form.offset}` : '') },
    { head: t`Usual`, cell: ({ frames }) => frames?.default ?? '' },
    { head: t`A second`, cell: ({ frames }) => frames?.fps ?? '' },
  ],
  flow_shift: [{ head: t`Shift`, cell: ({ flow_shift: shift }) => shift ?? '' }],
  lora_weight: [{ head: t`Weight`, cell: ({ lora_weight: weight }) => weight ?? '' }],
};

/** Head and rows of the table; `null` for a guide that models say nothing about. */
export function modelTable(guide: string, models: readonly Model[]): { head: string[]; rows: string[][] } | null {
  const columns = own(COLUMNS, guide);
  if (!columns) return null;
  const rows = models
    .map((model) => [model.name, ...columns.map(({ cell }) => String(cell(model)))])
    .filter(([, ...cells]) => cells.some((cell) => cell !== ''));
  return { head: [t`Model`, ...columns.map(({ head }) => head)], rows };
}

function guidanceRange({ kind, sweet, default: usual }: NonNullable<Model['guidance']>): string {
  if (kind === 'off') return 'off';
  return kind === 'other' ? t`see its page` : spell(sweet ?? [usual, usual]);
}
