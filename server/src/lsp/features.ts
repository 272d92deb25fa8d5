/** What an editor asks of a document, answered by the features, each within the user's settings. */
import { CancellationToken, CompletionTriggerKind, type Connection, type Position } from 'vscode-languageserver';
import type { Analysis } from '../features/analysis.ts';
import { codeActions } from '../features/code-actions.ts';
import { codeLenses } from '../features/code-lens.ts';
import type { BackendNames } from '../features/completion/names.ts';
import { diagnostics } from '../features/diagnostics.ts';
import type { StepPictures } from '../features/hover-pictures.ts';
import { inlayHints } from '../features/inlay-hints.ts';
import type { SilenceWays } from '../features/silence-actions.ts';
import { isTooLarge, sizeNotice } from '../features/size-notice.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { read } from '../protocol/message.ts';
import { RECOGNISED, type Recognised } from '../protocol/recognised.ts';
import { isProjectFile } from '../service/projects.ts';
import type { Client } from './client.ts';
import type { Context, Contexts } from './contexts.ts';
import type { Diagnose } from './diagnostics.ts';
import type { Analysed, Documents } from './documents.ts';
import type { Measured } from './measured.ts';

export interface FeatureServices {
  readonly knowledge: Knowledge;
  readonly documents: Documents;
  readonly contexts: Contexts;
  readonly measured: Measured;
  readonly client: () => Client;
  /** What the chosen backend has, as far as it has said so: nobody is asked. */
  readonly backendNames: () => BackendNames;
  /** How a document can say that a finding is meant. */
  readonly silenceWays: (uri: string, context: Context) => Promise<SilenceWays>;
  /** The small pictures of the steps guide; none where they can't be read. */
  readonly stepPictures: () => Promise<StepPictures>;
}

/** Serves all but diagnostics, which are asked for in two ways; answers how they are made. */
export function serveFeatures(connection: Connection, services: FeatureServices): Diagnose {
  const { knowledge, documents, contexts, measured, client } = services;

  connection.onHover(async ({ textDocument, position }, token) => {
    const context = await contexts.of(textDocument.uri);
    const wanted = context.settings.hover;
    if (!wanted.enable) return null;
    const { abilities, links } = client();
    const { pictures, theme } = abilities;
    const stepPictures = wanted.pictures && pictures ? await services.stepPictures() : {};
    const open = await analysed(textDocument.uri, context, token, position);
    const hoverOf = ({ analysis }: Analysed) =>
      context.service.hover(analysis, offsetIn(analysis, position), { pictures, theme, links, stepPictures });
    const found = open && hoverOf(open);
    if (found || !open?.analysis.reading.partial) return found;
    // A value here may be a setting of generations that stand elsewhere.
    const whole = await documents.ready(textDocument.uri, token);
    return whole && hoverOf(whole);
  });

  connection.onCompletion(async ({ textDocument: { uri }, position, context }, token) => {
    const held = await contexts.of(uri);
    if (!held.settings.completion.enable) return null;
    const { complete } = await import('../features/completion/index.ts');
    const open = await analysed(uri, held, token);
    if (!open) return null;
    return complete(open.analysis, offsetIn(open.analysis, position), held.service.knowledge, {
      snippets: client().capabilities.textDocument?.completion?.completionItem?.snippetSupport === true,
      typing: context !== undefined && context.triggerKind !== CompletionTriggerKind.Invoked,
      afterBlank: context?.triggerCharacter === ' ',
      languageId: documents.language(uri),
      analyse: held.service.analyse,
      backend: services.backendNames(),
    });
  });

  connection.onCodeAction(async ({ textDocument: { uri }, range, context }, token) => {
    const held = await contexts.of(uri);
    const ways = await services.silenceWays(uri, held);
    const open = await analysed(uri, held, token);
    if (!open) return [];
    const findings = held.service.findings(open.analysis, held.rules, held.facts.ignore);
    const { diagnostics: shown, only } = context;
    return codeActions(open.analysis, findings, { uri, range, diagnostics: shown, only, silence: ways });
  });

  connection.onCodeLens(async ({ textDocument }, token) => {
    const context = await contexts.of(textDocument.uri);
    if (!context.settings.codeLens.enable) return [];
    const open = await analysed(textDocument.uri, context, token);
    return open ? codeLenses(open.analysis, textDocument.uri) : [];
  });

  connection.languages.inlayHint.on(async ({ textDocument, range }, token) => {
    if (measured.isEmpty) return [];
    const context = await contexts.of(textDocument.uri);
    if (!context.settings.inlayHints.enable) return [];
    const open = await analysed(textDocument.uri, context, token);
    return open ? inlayHints(open.analysis, range, context.service.knowledge, measured.measurementsOf) : [];
  });

  connection.onRequest(RECOGNISED.method, async (said: unknown, token: CancellationToken) => {
    const { uri } = read(RECOGNISED, RECOGNISED.params, said).textDocument;
    const text = documents.text(uri);
    if (!text) return null;
    const context = await contexts.of(uri);
    const unread = (why: string): Recognised => ({ format: null, why, count: 0, generations: [] });
    if (isProjectFile(uri)) return unread('This is a project file of Sweetspot.');
    if (context.facts.ignored) return unread('The project file (`.sweetspot.yaml`) ignores this file.');
    const open = await analysed(uri, context, token);
    if (!open) return unread('This file is larger than what is read (`sweetspot.limits.fileSize`).');
    const { recognised } = await import('../features/recognised.ts');
    return recognised(open.analysis, context.service.knowledge);
  });

  return async (uri, token, whole) => {
    const { settings, rules, facts, service } = await contexts.of(uri);
    const { limits } = settings;
    const { links } = client();
    const text = documents.text(uri);
    if (text && isProjectFile(uri)) {
      const { projectDiagnostics } = await import('../features/project-diagnostics.ts');
      return {
        items: projectDiagnostics(text.content(), knowledge, links),
        resultId: `project.${documents.version(uri)}`,
        more: null,
      };
    }
    if (facts.ignored) return { items: [], resultId: `ignored.${contexts.epoch}`, more: null };
    if (text && isTooLarge(text, limits)) {
      const resultId = `${text.length}.${contexts.epoch}`;
      return { items: sizeNotice(text, limits, knowledge, rules, links), resultId, more: null };
    }
    const open = await (whole ? documents.ready(uri, token) : documents.soonest(uri, token));
    if (!open) return null;
    const { partial } = open.analysis.reading;
    const findings = service.findings(open.analysis, rules, facts.ignore);
    return {
      items: diagnostics(open.analysis, findings, uri, knowledge, links),
      resultId: `${open.version}.${contexts.epoch}.${measured.epoch}${partial ? '.seen' : ''}`,
      more: partial ? documents.ready(uri, CancellationToken.None) : null,
    };
  };

  /**
   * The analysis of a document that is not too large for the user's limit. True until the next edit: await nothing before its use.
   * With a position, what is known of that place will do.
   */
  async function analysed(
    uri: string,
    { settings: { limits }, facts }: Context,
    token: CancellationToken,
    position?: Position,
  ): Promise<Analysed | null> {
    const text = documents.text(uri);
    if (!text || facts.ignored || isProjectFile(uri) || isTooLarge(text, limits)) return null;
    const offset = position && text.lines.offset(position.line, position.character);
    const isSeen = offset !== undefined && text.seen && offset >= text.seen.start && offset <= text.seen.end;
    return isSeen ? documents.soonest(uri, token) : documents.ready(uri, token);
  }
}

function offsetIn(analysis: Analysis, position: Position): number {
  return analysis.lines.offset(position.line, position.character);
}
