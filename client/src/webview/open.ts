import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { type PageParts, pageHtml } from './html.ts';

/** English texts of each page's script, by its name: the build's. */
declare const SWEETSPOT_PAGE_TEXTS: Readonly<Record<string, readonly string[]>>;

/** A page that a panel shows. */
export interface PanelPage {
  /** The panel's type, by which VS Code restores it. */
  readonly type: string;
  readonly title: string;
  /** Its files are `<name>.js` and `<name>-style.css` in dist/webview. */
  readonly name: string;
  /** Where its pictures are from: what its script is `sent`, or files of the extension's `own`. */
  readonly pictures?: 'sent' | 'own';
  /** Ctrl+F finds text on it. */
  readonly hasText?: boolean;
  /** Commands of VS Code that its links may run; none where left out. */
  readonly commands?: readonly string[];
}

/** How VS Code names the types of panels in tabs. */
const TYPE_OF_OURS = /\bsweetspot\./;

/**
 * Opens a panel where panels of ours are, else beside the editor, or takes over one that VS Code has `restored`, and loads its page.
 * The keyboard stays where it is. VS Code unloads the page while the panel is hidden and loads it anew when it is shown.
 */
export function openPanel(
  extension: vscode.Uri,
  { type, title, name, pictures = 'sent', hasText = false, commands = [] }: PanelPage,
  restored?: vscode.WebviewPanel,
): vscode.WebviewPanel {
  const files = vscode.Uri.joinPath(extension, 'dist', 'webview');
  const column = { viewColumn: columnOfPanels() ?? vscode.ViewColumn.Beside, preserveFocus: true };
  const panel = restored ?? vscode.window.createWebviewPanel(type, title, column, { enableFindWidget: hasText });
  const { webview } = panel;
  webview.options = { enableScripts: true, localResourceRoots: [files], enableCommandUris: commands };
  const parts: PageParts = {
    script: webview.asWebviewUri(vscode.Uri.joinPath(files, `${name}.js`)).toString(),
    style: webview.asWebviewUri(vscode.Uri.joinPath(files, `${name}-style.css`)).toString(),
    ownFiles: webview.cspSource,
    nonce: randomUUID(),
    language: vscode.l10n.bundle ? vscode.env.language : 'en',
    texts: textsOf(name, vscode.l10n.bundle ?? {}),
  };
  webview.html = pageHtml(parts, title, pictures);
  return panel;
}

/** Of all that is said in the person's language, what a page says. */
function textsOf<Text>(page: string, bundle: Readonly<Record<string, Text>>): Record<string, Text> {
  const said = new Set(new Map(Object.entries(SWEETSPOT_PAGE_TEXTS)).get(page));
  return Object.fromEntries(Object.entries(bundle).filter(([english]) => said.has(english)));
}

/** So that several panels don't open ever more columns. */
function columnOfPanels(): vscode.ViewColumn | undefined {
  return vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputWebview && TYPE_OF_OURS.test(input.viewType)),
  )?.viewColumn;
}
