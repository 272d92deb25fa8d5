/** Values that a server can't take, brought into its range and said. */

import { t } from '@vscode/l10n';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import { own } from '../../../knowledge/own.ts';
import type { Capabilities } from '../../backend.ts';

/**
 * The most that a server takes (data/backends/limits), else its program (data/programs), in the node that samples where it has nodes.
 * `null`: nothing is known.
 */
export function mostOf(
  id: string,
  { data }: Knowledge,
  sampler = '',
): Pick<Capabilities, 'maxSteps' | 'maxSeed' | 'maxSide'> {
  const program = data.programs.find((each) => each.id === id);
  const node = program?.nodes?.find(({ types }) => new RegExp(types).test(sampler));
  const { steps, seed, side } = limitsOf(id, data);
  return {
    maxSteps: steps?.max ?? program?.steps?.max ?? null,
    maxSeed: BigInt(seed?.max ?? node?.seed?.max ?? program?.seed?.max ?? WIDEST_SEED),
    maxSide: side?.max ?? null,
  };
}
const WIDEST_SEED = 2n ** 64n - 1n;

/** What the servers of a kind take, as data/backends/limits says it. */
export function limitsOf(id: string, data: Knowledge['data']): Knowledge['data']['backendLimits'][string] {
  return own(data.backendLimits, id) ?? {};
}

/** What is sent instead of a value, with a sentence for each that changed. */
export class Fitting {
  readonly warnings: string[] = [];
  readonly #by: string;

  /** `by`: the product, for people. */
  constructor(by: string) {
    this.#by = by;
  }

  /** `what`: the setting, for people. */
  number(what: string, value: number, least: number, most: number): number {
    const fitted = Math.min(Math.max(value, least), most);
    if (fitted !== value)
      this.warnings.push(t`${this.#by} takes ${what} from ${least} to ${most}: ${fitted} is drawn.`);
    return fitted;
  }

  /** Pixels of both sides, to whole multiples within a range; `most` is `null` where there is no end. */
  size<T extends { readonly width: number; readonly height: number }>(
    { width, height }: T,
    least: number,
    most: number | null,
    multiple: number,
  ): { width: number; height: number } {
    const toMultiple = (side: number): number =>
      Math.min(
        Math.max(Math.round(side / multiple) * multiple, Math.ceil(least / multiple) * multiple),
        most ?? Number.POSITIVE_INFINITY,
      );
    const fitted = { width: toMultiple(width), height: toMultiple(height) };
    if (fitted.width !== width || fitted.height !== height) {
      const multiples = multiple === 1 ? '' : t`in multiples of ${multiple} `;
      const range = most === null ? t`from ${least} pixels on` : t`from ${least} to ${most} pixels`;
      this.warnings.push(
        t`${this.#by} takes sides ${multiples}${range}: ${fitted.width} × ${fitted.height} is drawn instead of ${width} × ${height}.`,
      );
    }
    return fitted;
  }

  /** A seed beyond what the server keeps wraps around, so that it still tells pictures apart. */
  seed(value: bigint, most: bigint): bigint {
    if (value <= most) return value;
    const fitted = value % (most + 1n);
    this.warnings.push(
      t`${this.#by} takes seeds to ${String(most)}: ${String(fitted)} is drawn instead of ${String(value)}.`,
    );
    return fitted;
  }
}
