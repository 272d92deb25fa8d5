/** What an editor asks of a document, answered by the features, each within the user's settings. */
import { CancellationToken, CompletionTriggerKind, type Connection, type Position } from 'vscode-languageserver';
import type { Analysis } from '../features/analysis.ts';
import { codeActions } from '../features/code-actions.ts';
import { codeLenses } from '../features/code-lens.ts';
import type { BackendNames } from '../features/completion/names.ts';
import { diagnostics } from '../features/diagnostics.ts';
import type { StepPictures } from '../features/hover-pictures.ts';
import { inlayHints } from '../features/inlay-hints.ts';
import { isTooLarge, sizeNotice } from '../features/size-notice.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Service } from '../service/index.ts';
import type { Client } from './client.ts';
import type { ClientSettings } from './client-settings.ts';
import type { Diagnose } from './diagnostics.ts';
import type { Analysed, Documents } from './documents.ts';
import type { Measured } from './measured.ts';

export interface FeatureServices {
  readonly knowledge: Knowledge;
  readonly service: Service;
  readonly documents: Documents;
  readonly settings: ClientSettings;
  readonly measured: Measured;
  readonly client: () => Client;
  /** What the chosen backend has, as far as it has said so: nobody is asked. */
  readonly backendNames: () => BackendNames;
  /** The small pictures of the steps guide; none where they can't be read. */
  readonly stepPictures: () => Promise<StepPictures>;
}

/** Serves all but diagnostics, which are asked for in two ways; answers how they are made. */
export function serveFeatures(connection: Connection, services: FeatureServices): Diagnose {
  const { knowledge, service, documents, settings, measured, client } = services;

  connection.onHover(async ({ textDocument, position }, token) => {
    const wanted = (await settings.of(textDocument.uri)).hover;
    if (!wanted.enable) return null;
    const { abilities, links } = client();
    const { pictures, theme } = abilities;
    const stepPictures = wanted.pictures && pictures ? await services.stepPictures() : {};
    const open = await analysed(textDocument.uri, token, position);
    const hoverOf = ({ analysis }: Analysed) =>
      service.hover(analysis, offsetIn(analysis, position), { pictures, theme, links, stepPictures });
    const found = open && hoverOf(open);
    if (found || !open?.analysis.reading.partial) return found;
    // A value here may be a setting of generations that stand elsewhere.
    const whole = await documents.ready(textDocument.uri, token);
    return whole && hoverOf(whole);
  });

  connection.onCompletion(async ({ textDocument: { uri }, position, context }, token) => {
    if (!(await settings.of(uri)).completion.enable) return null;
    const { complete } = await import('../features/completion/index.ts');
    const open = await analysed(uri, token);
    if (!open) return null;
    return complete(open.analysis, offsetIn(open.analysis, position), knowledge, {
      snippets: client().capabilities.textDocument?.completion?.completionItem?.snippetSupport === true,
      typing: context !== undefined && context.triggerKind !== CompletionTriggerKind.Invoked,
      afterBlank: context?.triggerCharacter === ' ',
      languageId: documents.language(uri),
      analyse: service.analyse,
      backend: services.backendNames(),
    });
  });

  connection.onCodeAction(async ({ textDocument: { uri }, range, context }, token) => {
    const { rules } = await settings.of(uri);
    const open = await analysed(uri, token);
    if (!open) return [];
    const findings = service.findings(open.analysis, rules);
    return codeActions(open.analysis, findings, { uri, range, diagnostics: context.diagnostics, only: context.only });
  });

  connection.onCodeLens(async ({ textDocument }, token) => {
    if (!(await settings.of(textDocument.uri)).codeLens.enable) return [];
    const open = await analysed(textDocument.uri, token);
    return open ? codeLenses(open.analysis, textDocument.uri) : [];
  });

  connection.languages.inlayHint.on(async ({ textDocument, range }, token) => {
    if (measured.isEmpty || !(await settings.of(textDocument.uri)).inlayHints.enable) return [];
    const open = await analysed(textDocument.uri, token);
    return open ? inlayHints(open.analysis, range, knowledge, measured.measurementsOf) : [];
  });

  return async (uri, token, whole) => {
    const { rules, limits } = await settings.of(uri);
    const { links } = client();
    const text = documents.text(uri);
    if (text && isTooLarge(text, limits)) {
      const resultId = `${text.length}.${settings.epoch}`;
      return { items: sizeNotice(text, limits, knowledge, rules, links), resultId, more: null };
    }
    const open = await (whole ? documents.ready(uri, token) : documents.soonest(uri, token));
    if (!open) return null;
    const { partial } = open.analysis.reading;
    const findings = service.findings(open.analysis, rules);
    return {
      items: diagnostics(open.analysis, findings, uri, knowledge, links),
      resultId: `${open.version}.${settings.epoch}.${measured.epoch}${partial ? '.seen' : ''}`,
      more: partial ? documents.ready(uri, CancellationToken.None) : null,
    };
  };

  /**
   * The analysis of a document that is not too large for the user's limit. True until the next edit: await nothing before its use.
   * With a position, what is known of that place will do.
   */
  async function analysed(uri: string, token: CancellationToken, position?: Position): Promise<Analysed | null> {
    const { limits } = await settings.of(uri);
    const text = documents.text(uri);
    if (!text || isTooLarge(text, limits)) return null;
    const offset = position && text.lines.offset(position.line, position.character);
    const isSeen = offset !== undefined && text.seen && offset >= text.seen.start && offset <= text.seen.end;
    return isSeen ? documents.soonest(uri, token) : documents.ready(uri, token);
  }
}

function offsetIn(analysis: Analysis, position: Position): number {
  return analysis.lines.offset(position.line, position.character);
}
