/** `sweetspot render`: a picture of one generation, by the built-in model or by a server. */
import { renderWithin } from '../render/within-time.ts';
import { canWrite } from './files.ts';
import { writePicture } from './picture-file.ts';
import { parseRenderOptions } from './render-options.ts';
import { jsonReport, textReport } from './render-report.ts';
import { rendering } from './rendering.ts';
import type { Command } from './usage.ts';

export const render: Command = async (args, createHost) => {
  const options = parseRenderOptions(args);
  const { limits, output } = options;
  const mode = options.draft ? 'draft' : 'configured';
  return rendering(
    options,
    createHost,
    { jsonReport, textReport },
    async ({ generation, session, prepare, input, signal }, report) => {
      await canWrite(output);
      const prepared = await prepare({ ...input, mode }, session, limits, signal);
      if ('question' in prepared) return prepared;
      report.plan(generation, prepared, session);
      const asWritten = { value: '', isCurrent: true, prepared };
      let pictures = 0;
      for await (const event of renderWithin(session.backend, prepared.request, limits.maxDuration, signal)) {
        if (event.kind === 'picture') {
          pictures += 1;
          report.picture(event, await writePicture(output, event.picture, pictures));
        } else if (event.kind === 'cancelled') report.cancelled();
        else report.event(asWritten, event);
        if (event.kind !== 'done') continue;
        report.done(event, prepared);
        return 0;
      }
      return 1;
    },
  );
};
