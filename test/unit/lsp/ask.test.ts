/** Questions of the server: a button is understood in the language in which it was shown. */
import { readFileSync } from 'node:fs';
import { config } from '@vscode/l10n';
import { afterEach, expect, test } from 'vitest';
import type { Connection } from 'vscode-languageserver';
import { ask } from '../../../server/src/lsp/commands/ask.ts';

const german = readFileSync('l10n/bundle.l10n.de.json', 'utf8');
const english = {};

afterEach(() => config({ contents: english }));

/** An editor in which people press the button at an index. */
function editor(pressed: number): { connection: Connection; shown: string[] } {
  const shown: string[] = [];
  const showWarningMessage = async (_: string, ...buttons: { title: string }[]) => {
    shown.push(...buttons.map(({ title }) => title));
    return buttons[pressed];
  };
  return { connection: { window: { showWarningMessage } } as unknown as Connection, shown };
}

const paid = { question: 'paid-nodes', nodes: ['FluxProUltraImageNode'] } as const;
const upload = { question: 'upload', files: ['cat.png'] } as const;

test.each([
  ['paid nodes, English', english, paid, ['Run Them', 'Cancel'], { paidNodesAllowed: true }],
  ['paid nodes, German', german, paid, ['Ausführen', 'Abbrechen'], { paidNodesAllowed: true }],
  ['an upload, English', english, upload, ['Upload', 'Cancel'], { uploadsAllowed: true }],
  ['an upload, German', german, upload, ['Hochladen', 'Abbrechen'], { uploadsAllowed: true }],
])('%s', async (_, contents, asked, titles, allowed) => {
  config({ contents });
  const { connection, shown } = editor(0);
  expect(await ask(connection, asked, {})).toEqual(allowed);
  expect(shown).toEqual(titles);
  expect(await ask(editor(1).connection, asked, {})).toBeNull();
});
