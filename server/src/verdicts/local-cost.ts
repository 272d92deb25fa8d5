/** What steps cost on this machine, in seconds and money, in the words of the guide. */

import { t } from '@vscode/l10n';
import { duration } from '../common/duration.ts';
import type { LocalMeasurements } from '../findings/local.ts';
import { fill, type Knowledge } from '../knowledge/knowledge.ts';
import { own } from '../knowledge/own.ts';
import type { Run } from '../run/index.ts';

/** What a count costs, for people; `null` each where it is not known. */
export type Amounts = (steps: number) => { readonly time: string | null; readonly price: string | null };

/** Makes the answer to what a count costs, from what was measured here. */
export function localAmounts({ cost, price, standIn }: LocalMeasurements, { steps: { part } }: Run): Amounts {
  return (steps) => {
    const runs = part ? Math.max(1, part.run(steps)) : steps;
    const seconds = cost?.seconds(runs) ?? null;
    // Seconds of the built-in model are charged by nobody.
    const charged = !price ? 0 : price.perStep * runs + (standIn ? 0 : price.perSecond * (seconds ?? 0));
    return {
      time: seconds === null ? null : duration(seconds),
      price: price && charged > 0 ? money(charged, price.unit) : null,
    };
  };
}

/**
 * A sentence for people, `''` where nothing is known. `other`: a count to compare with. `where`: a word of the guide, `here`
 * or `stand-in`.
 */
export function localCost(
  count: number,
  other: number | null,
  amounts: Amounts,
  where: 'here' | 'stand-in',
  { stepsGuide: { verdicts } }: Knowledge,
): string {
  const { time, price } = amounts(count);
  if (time === null && price === null) return '';
  const id = `measured-${time === null ? 'price' : 'time'}${other === null || other === count ? '' : '-than'}`;
  return fill(own(verdicts, id) ?? `{${id}}`, {
    value: count,
    amount: spoken(amounts(count)),
    where: t(verdicts[`measured-${where}`] ?? where),
    other: other ?? '',
    less: other === null ? '' : spoken(amounts(other)),
  });
}

function spoken({ time, price }: ReturnType<Amounts>): string {
  return time !== null && price !== null ? `${time} (${price})` : (time ?? price ?? '');
}

/** `$0.80`, `12 credits`: no more digits than make a difference. */
export function money(amount: number, unit: string): string {
  const isSign = !/\p{L}/u.test(unit);
  const digits = amount >= 100 ? amount.toFixed(0) : String(Number(amount.toPrecision(3)));
  return isSign ? `${unit}${amount >= 0.1 && amount < 100 ? amount.toFixed(2) : digits}` : `${digits} ${unit}`;
}

/** The day of a moment on this machine's clock: `23 Nov 2026`. */
export function day(at: string): string {
  const language = t`en-GB`;
  if (at !== last.at || language !== last.language)
    last = { at, language, day: new Date(at).toLocaleDateString(language, DAY) };
  return last.day;
}

/** Thousands of generations of a file may rest on one measurement, and its day costs more than the rest of what is said of them. */
let last = { at: '', language: '', day: '' };
const DAY = { day: 'numeric', month: 'short', year: 'numeric' } as const;
