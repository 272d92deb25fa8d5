/** As what a document is read, or why it is not. Loaded with the first that asks. */
import { t } from '@vscode/l10n';
import { recognised } from '../features/recognised.ts';
import type { Recognised } from '../protocol/recognised.ts';
import { isProjectFile } from '../service/projects.ts';
import type { Context } from './contexts.ts';
import type { Analysed } from './documents.ts';

/** `analysed`: what was read of it; `null` where it is too large. */
export async function recognisedAs(
  uri: string,
  context: Context,
  analysed: (context: Context) => Promise<Analysed | null>,
): Promise<Recognised> {
  if (isProjectFile(uri)) return unread(t`This is a project file of Sweetspot.`, t`a project file`);
  if (context.facts.ignored)
    return unread(t`The project file (\`.sweetspot.yaml\`) ignores this file.`, t`ignored by .sweetspot.yaml`);
  const open = await analysed(context);
  if (!open) return unread(t`This file is larger than what is read (\`sweetspot.limits.fileSize\`).`, t`too large`);
  return recognised(open.analysis, context.service.knowledge);
}

function unread(why: string, brief: string): Recognised {
  return { format: null, why, brief, count: 0, generations: [] };
}
