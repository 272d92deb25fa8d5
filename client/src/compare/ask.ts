/** What to compare, asked in the editor. */

import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { COMPARABLE, type Comparable, type SweepSetting } from '../../../server/src/protocol/sweep.ts';
import { plain } from '../backends/choice.ts';
import { inform } from '../notices.ts';
import type { Target } from '../panel/target.ts';
import type { Server } from '../server.ts';
import type { Request } from './request.ts';
import { readValues } from './values.ts';

/** Asks for a setting and its values; `null` when somebody would rather not. Rejects with the server's message when it refuses. */
export async function askWhat(server: Server, target: Target): Promise<Request | null> {
  const comparables = await comparablesAt(server, target);
  const items = comparables.map((comparable) => ({
    label: comparable.label,
    ...(comparable.current !== null && { description: t('{0} in the file', plain(comparable.current)) }),
    comparable,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: t('Compare'),
    placeHolder: t('The setting to compare'),
  });
  if (!picked) return null;
  const { comparable } = picked;
  const values =
    comparable.offered === null ? await typeValues(comparable) : await pickValues(comparable, comparable.offered);
  return values && { purpose: 'compare', setting: comparable.setting, values: [...values] };
}

/** Asks for one more value of a setting, none of those `present`. */
export async function askAnother(
  server: Server,
  target: Target,
  setting: SweepSetting,
  present: readonly string[],
): Promise<readonly string[] | null> {
  const comparable = (await comparablesAt(server, target)).find((one) => one.setting === setting);
  if (!comparable) throw new Error(t('The file has changed: this can no longer be compared. Compare anew.'));
  const title = t('Add to the Comparison: {0}', comparable.label);
  if (comparable.offered !== null) {
    const rest = comparable.offered.filter((value) => !present.includes(value));
    const items = rest.map((value) => ({ label: plain(value), value }));
    const picked = await vscode.window.showQuickPick(items, { title, placeHolder: t('Rendered with the same seed') });
    return picked ? [picked.value] : null;
  }
  return type({ setting, title, prompt: t('One more value, or several'), value: '', least: 1, present });
}

async function comparablesAt(server: Server, { uri, position }: Target): Promise<readonly Comparable[]> {
  await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
  return server.request(COMPARABLE, { textDocument: { uri }, position });
}

function typeValues({ setting, label, suggested }: Comparable): Promise<readonly string[] | null> {
  const title = t('Compare: {0}', label);
  return type({
    setting,
    title,
    prompt: t('Values, with commas between them'),
    value: suggested.join(', '),
    least: 2,
    present: [],
  });
}

interface Typing {
  readonly setting: SweepSetting;
  readonly title: string;
  readonly prompt: string;
  readonly value: string;
  readonly least: number;
  readonly present: readonly string[];
}

async function type({ setting, title, prompt, value, least, present }: Typing): Promise<readonly string[] | null> {
  const read = (text: string) => readValues(setting, text, least, present);
  const text = await vscode.window.showInputBox({
    title,
    prompt,
    value,
    validateInput: (typed) => {
      const result = read(typed);
      return 'complaint' in result ? result.complaint : null;
    },
  });
  const typed = text === undefined ? null : read(text);
  return typed && 'values' in typed ? typed.values : null;
}

async function pickValues(
  { label, current, suggested }: Comparable,
  offered: readonly string[],
): Promise<readonly string[] | null> {
  // What is worth comparing comes first.
  const all = [...suggested, ...offered.filter((value) => !suggested.includes(value))];
  const items = all.map((value) => ({
    label: plain(value),
    ...(value === current && { description: t('in the file') }),
    picked: suggested.includes(value),
    value,
  }));
  const options = { title: t('Compare: {0}', label), placeHolder: t('Two or more'), canPickMany: true } as const;
  const picked = await vscode.window.showQuickPick(items, options);
  if (!picked) return null;
  if (picked.length < 2) {
    inform(t('Pick at least two to compare.'));
    return null;
  }
  return picked.map(({ value }) => value);
}
