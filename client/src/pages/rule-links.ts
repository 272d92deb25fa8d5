import { Uri } from 'vscode';
import type { DiagnosticProviderMiddleware } from 'vscode-languageclient/node';
import { pageFrom, pageLink } from './address.ts';

/**
 * Makes the code of every finding a link to its rule's page inside VS Code. The server links to the page's file, which any
 * editor can open; the file isn't always where VS Code is (remote windows), and there it would open as source.
 */
export const ruleLinks: DiagnosticProviderMiddleware = {
  async provideDiagnostics(document, previousResultId, token, next) {
    const report = await next(document, previousResultId, token);
    if (!report || !('items' in report)) return report;
    for (const diagnostic of report.items) {
      const { code } = diagnostic;
      const page = pageFrom({ kind: 'rule', id: typeof code === 'object' ? code.value : code });
      if (page) diagnostic.code = { value: page.id, target: Uri.parse(pageLink(page)) };
    }
    return report;
  },
};
