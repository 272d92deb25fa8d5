/** `sweetspot find`: the fewest steps past which the picture of a generation no longer improves enough to notice. */
import { BackendError } from '../render/problem.ts';
import { createSweep, planSearch } from '../render/sweep/index.ts';
import { curveSvg } from '../render/sweet-spot/curve-svg.ts';
import { findSweetSpot, MeasureError } from '../render/sweet-spot/index.ts';
import { canWrite, writeOut } from './files.ts';
import { parseFindOptions } from './find-options.ts';
import { jsonReport, textReport, titleOf } from './find-report.ts';
import { rendering } from './rendering.ts';
import type { Command } from './usage.ts';

export const find: Command = async (args, createHost) => {
  const options = parseFindOptions(args);
  const { limits, svg } = options;
  return rendering(
    options,
    createHost,
    { jsonReport, textReport },
    async ({ knowledge, session, prepare, input, signal }, report) => {
      if (svg !== null) await canWrite(svg);
      const plan = await planSearch(input, options.seeds, { prepare, knowledge, session, limits, signal });
      if ('question' in plan) return plan;
      report.plan(plan, session);

      const { maxDuration } = limits;
      const sweep = createSweep({
        ...{ knowledge, backend: session.backend, schedulesItself: plan.search.parallel, maxDuration, signal },
        tell: report.outage,
      });
      try {
        const result = await findSweetSpot({
          ...plan.search,
          render: async (steps, seed) => {
            const variant = plan.variantOf(steps, seed);
            const rendered = await sweep.render(variant.prepared.request, signal, (event) => {
              // What ends all of it is said once, at the end.
              if (sweep.problem === null) report.event(variant, event);
            });
            if (sweep.problem) throw new BackendError(sweep.problem.code, sweep.problem.message);
            if (rendered) report.picture(variant, rendered);
            return rendered && { picture: rendered.picture, seconds: rendered.milliseconds / 1000 };
          },
        });
        if (signal.aborted) report.cancelled();
        else if (result === null) report.nothing(knowledge.data.sweetSpot.sentences['too-little']);
        if (result === null) return 1;
        if (svg !== null) {
          const title = titleOf(plan, result, options.file);
          await writeOut(svg, curveSvg({ curve: result.curve, found: result, title, standalone: true }));
        }
        report.found(result);
        return 0;
      } catch (error) {
        if (!(error instanceof MeasureError)) throw error;
        report.nothing(error.message);
        return 1;
      }
    },
  );
};
