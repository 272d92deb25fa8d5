import { Uri } from 'vscode';
import type { DiagnosticProviderMiddleware } from 'vscode-languageclient/node';
import { pageAddress, pageFrom } from './address.ts';

/**
 * Makes the code of every finding a link to its rule's page. The server links to the page's file, which any editor can open,
 * but VS Code would open it as Markdown source. A command link, which could show it beside the editor, is ignored here:
 * VS Code runs no commands from the codes of diagnostics.
 */
export const ruleLinks: DiagnosticProviderMiddleware = {
  async provideDiagnostics(document, previousResultId, token, next) {
    const report = await next(document, previousResultId, token);
    if (!report || !('items' in report)) return report;
    for (const diagnostic of report.items) {
      const { code } = diagnostic;
      const page = pageFrom({ kind: 'rule', id: typeof code === 'object' ? code.value : code });
      if (page) diagnostic.code = { value: page.id, target: Uri.parse(pageAddress(page)) };
    }
    return report;
  },
};
