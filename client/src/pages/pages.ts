/** The guide and rule pages, shown by VS Code's own Markdown preview. Works in untrusted workspaces: nothing is run. */
import * as vscode from 'vscode';
import { PAGE, PAGES, type Page, type PageListing, type PageParams } from '../../../server/src/lsp/messages.ts';
import { Command } from '../commands.ts';
import type { Server } from '../server.ts';
import { PAGE_SCHEME, pageAddress, pageAt, pageFrom } from './address.ts';

const MARKDOWN_PREVIEW = 'vscode.markdown.preview.editor';

/** Registers the open-page command and the documents behind the pages. */
export function registerPages(server: Server): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(PAGE_SCHEME, {
      async provideTextDocumentContent(uri, token) {
        const page = pageAt(uri.toString());
        if (!page) throw new Error(`No page at ${uri.toString()}.`);
        return (await server.request<Page>(PAGE, page, token)).markdown;
      },
    }),
    vscode.commands.registerCommand(Command.openPage, async (argument: unknown) => {
      try {
        const page = pageFrom(argument) ?? (await pickPage(server));
        if (page) await show(page);
      } catch (error) {
        void vscode.window.showErrorMessage(
          `The page can't be shown: ${error instanceof Error ? error.message : error}`,
        );
      }
    }),
  );
}

async function pickPage(server: Server): Promise<PageParams | null> {
  const items = server.request<PageListing[]>(PAGES).then((pages) =>
    pages.map((page) => ({
      label: page.title,
      description: page.kind === 'rule' ? `warning ${page.id}` : 'setting',
      page: { kind: page.kind, id: page.id },
    })),
  );
  const picked = await vscode.window.showQuickPick(items, { placeHolder: 'A setting or a warning to read about' });
  return picked?.page ?? null;
}

async function show(page: PageParams): Promise<void> {
  const uri = vscode.Uri.parse(pageAddress(page));
  // Opened first because the preview editor shows an empty page, not the reason, when there is no document.
  await vscode.workspace.openTextDocument(uri);
  const viewColumn = columnOfPages() ?? vscode.ViewColumn.Beside;
  await vscode.commands.executeCommand('vscode.openWith', uri, MARKDOWN_PREVIEW, { viewColumn, preview: true });
}

/** Where a page is shown already, so that pages don't open ever more columns. Never over the config being edited. */
function columnOfPages(): vscode.ViewColumn | undefined {
  return vscode.window.tabGroups.all.find(({ isActive, activeTab, tabs }) =>
    isActive ? isPage(activeTab) : tabs.some(isPage),
  )?.viewColumn;
}

function isPage(tab: vscode.Tab | undefined): boolean {
  return tab?.input instanceof vscode.TabInputCustom && tab.input.uri.scheme === PAGE_SCHEME;
}
