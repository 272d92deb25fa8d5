/** How findings are told: one small module a format, each a function of reports. */
import type { Host } from '../../../lsp/host.ts';
import type { CheckOptions } from '../options.ts';
import type { Format } from './format.ts';
import { github } from './github.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { sarif } from './sarif.ts';
import { text } from './text.ts';

export function formatOf({ format, task, cost }: CheckOptions, { knowledge, version }: Host): Format {
  if (format === 'json') return json(cost?.rates ?? null);
  if (format === 'sarif') return sarif(knowledge, version);
  if (format === 'junit') return junit();
  if (format === 'github') return github();
  return text({ rates: cost?.rates ?? null, isFix: task.fix === 'write' });
}
