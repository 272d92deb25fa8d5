/** `sweetspot inspect`: the machine-readable view of files, a stable contract (version 1). */

import { type InspectedFile, inspectFile } from '../features/inspected.ts';
import { findingsFor } from '../service/projects.ts';
import { forEachFile, type Unread } from './files.ts';
import { printJson } from './output.ts';
import { type Command, oneOf, parseArguments, requireFiles } from './usage.ts';

export const inspect: Command = async (args, createHost) => {
  const { values, positionals } = parseArguments(args, { format: { type: 'string', default: 'json' } });
  oneOf(values.format, ['json'], 'format');
  const host = createHost();
  const files: InspectedFile[] = [];
  const unread = await forEachFile(requireFiles(positionals, 'inspect'), host, (file, { analysis, context }) => {
    files.push(inspectFile(file, analysis, context.service.knowledge, findingsFor(context, analysis)));
  });
  printFiles(files, unread);
  return unread.length > 0 ? 2 : 0;
};

/** The one object for programs. `errors` is there only where something went wrong with a file. */
export function printFiles(files: readonly object[], unread: readonly Unread[], more: object = {}): void {
  printJson({ version: 1, files, ...(unread.length > 0 && { errors: unread }), ...more }, 'page');
}
