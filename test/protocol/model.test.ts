/** The card of a model, its settings, the outline and the hints, by the bundled server. */
import { describe, expect, test } from 'vitest';
import { DocumentSymbolRequest, InlayHintRequest, MarkupKind } from 'vscode-languageserver/node';
import { PULLS, startClient } from '../support/language-client.ts';

const uri = 'file:///job.yaml';
const text = 'model: stabilityai/sdxl\nprompt: a lighthouse\nsteps: 80\n';
const name = { line: 0, character: 10 };
const all = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };

test('a client that shows findings and previews changes', async () => {
  const client = await startClient({
    capabilities: {
      ...PULLS,
      workspace: {
        workspaceEdit: { documentChanges: true, resourceOperations: ['create'], changeAnnotationSupport: {} },
      },
    },
    abilities: { findingsShown: true },
  });
  await client.open(uri, text);
  const hover = await client.hover(uri, { line: 2, character: 8 });
  const said = (hover?.contents as { value: string } | undefined)?.value ?? '';
  // The finding says it, right above.
  expect(said).not.toContain('80 costs 3.2 times');
  expect(said.split('\n\n')[1]).toMatch(/^`1 /);
  expect((await client.hover(uri, name))?.contents).toMatchObject({
    value: expect.stringMatching(/^#### SDXL [\s\S]*\*\*Sources\*\*/),
  });
  const [action] = await client.actions(uri, { start: name, end: name }, ['refactor']);
  expect(action).toMatchObject({
    title: 'Use the settings of SDXL',
    kind: 'refactor.rewrite.sweetspot',
    edit: {
      changeAnnotations: { 0: { label: 'steps: 80 → 25' }, shown: { needsConfirmation: true } },
      // What is to be confirmed changes nothing: so it is not what is left out.
      documentChanges: [{ kind: 'create', uri, options: { ignoreIfExists: true }, annotationId: 'shown' }, {}],
    },
  });
  const symbols = await client.connection.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri } });
  expect(symbols).toMatchObject([{ name: 'a lighthouse · SDXL · 80 steps' }]);
  await client.configure({ outline: { enable: false } });
  expect(await client.stop()).toBe(0);
});

describe('a client that', () => {
  test.each([
    { contentFormat: [MarkupKind.PlainText] },
    // YouCompleteMe and Micro can show Markdown as it is written only, and say by the order what they would rather have.
    { contentFormat: [MarkupKind.PlainText, MarkupKind.Markdown] },
  ])('asks for plain text is told no Markdown: %j', async (hover) => {
    const client = await startClient({ capabilities: { textDocument: { hover } } });
    await client.open(uri, text);
    for (const place of [name, { line: 2, character: 8 }]) {
      const contents = (await client.hover(uri, place))?.contents as { kind: string; value: string } | undefined;
      expect(contents?.kind).toBe('plaintext');
      expect(contents?.value).not.toMatch(/\*\*|^#|^\*|\]\(|\|:--/m);
    }
    expect(await client.stop()).toBe(0);
  });
  test('has its hints turned off is shown none', async () => {
    const client = await startClient({ capabilities: { ...PULLS, workspace: { configuration: true } } });
    const graph =
      '{"nodes": [{"id": 1, "type": "KSampler", "mode": 0, "inputs": [], "outputs": [], "widgets_values": [1, "fixed", 20, 7, "euler", "normal", 1]}], "links": []}';
    await client.open('file:///w.json', graph, 'json');
    const hints = async () =>
      (
        (await client.connection.sendRequest(InlayHintRequest.type, {
          textDocument: { uri: 'file:///w.json' },
          range: all,
        })) ?? []
      ).map(({ label }) => label);
    expect(await hints()).toEqual(expect.arrayContaining(['steps:', 'cfg:', 'denoise:']));
    await client.configure({ inlayHints: { names: false } });
    expect(await hints()).toEqual([]);
    expect(await client.stop()).toBe(0);
  });
});
