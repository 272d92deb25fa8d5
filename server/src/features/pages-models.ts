/** What the known models say about a setting, as a table of its page. */
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
    { head: 'Steps', cell: ({ steps }) => spell(steps.sweet) },
    { head: 'Start with', cell: ({ steps }) => steps.default },
    { head: 'Draft', cell: ({ steps }) => steps.draft ?? steps.default },
  ],
  guidance_scale: [
    {
      head: 'Guidance',
      cell: ({ guidance }) => (guidance && guidance.kind !== 'embedded' ? guidanceRange(guidance) : ''),
    },
    {
      head: 'Start with',
      cell: ({ guidance }) => (guidance?.kind === 'cfg' || guidance?.kind === 'cfg-low' ? guidance.default : ''),
    },
  ],
  distilled_guidance: [
    { head: 'Guidance', cell: ({ guidance }) => (guidance?.kind === 'embedded' ? guidanceRange(guidance) : '') },
    { head: 'Start with', cell: ({ guidance }) => (guidance?.kind === 'embedded' ? guidance.default : '') },
  ],
  size: [
    { head: 'Trained on', cell: ({ size }) => size?.native.map(([w, h]) => `${w} x ${h}`).join(', ') ?? '' },
    { head: 'Multiple of', cell: ({ size }) => size?.multiple_of ?? '' },
  ],
  frames: [
    { head: 'Frames', cell: ({ frames }) => (frames?.form ? `${frames.form.multiple}n+${frames.form.offset}` : '') },
    { head: 'Usual', cell: ({ frames }) => frames?.default ?? '' },
    { head: 'A second', cell: ({ frames }) => frames?.fps ?? '' },
  ],
  flow_shift: [{ head: 'Shift', cell: ({ flow_shift: shift }) => shift ?? '' }],
  lora_weight: [{ head: 'Weight', cell: ({ lora_weight: weight }) => weight ?? '' }],
};

/** Head and rows of the table; `null` for a guide that models say nothing about. */
export function modelTable(guide: string, models: readonly Model[]): { head: string[]; rows: string[][] } | null {
  const columns = own(COLUMNS, guide);
  if (!columns) return null;
  const rows = models
    .map((model) => [model.name, ...columns.map(({ cell }) => String(cell(model)))])
    .filter(([, ...cells]) => cells.some((cell) => cell !== ''));
  return { head: ['Model', ...columns.map(({ head }) => head)], rows };
}

function guidanceRange({ kind, sweet, default: usual }: NonNullable<Model['guidance']>): string {
  if (kind === 'off') return 'off';
  return kind === 'other' ? 'see its page' : spell(sweet ?? [usual, usual]);
}
