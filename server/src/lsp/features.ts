/** What an editor asks of a document, answered by the features, each within the user's settings. */
import {
  CancellationToken,
  CompletionTriggerKind,
  type Connection,
  type Hover,
  MarkupContent,
  MarkupKind,
  type Position,
} from 'vscode-languageserver';
import { once } from '../common/memory.ts';
import type { Analysis } from '../features/analysis.ts';
import type { BackendNames } from '../features/completion/names.ts';
import { diagnostics } from '../features/diagnostics.ts';
import { readStepPictures } from '../features/hover-pictures.ts';
import { inlayHints } from '../features/inlay-hints.ts';
import { plainText } from '../features/markdown.ts';
import { isTooLarge, sizeNotice } from '../features/size-notice.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Read } from '../protocol/message.ts';
import { RECOGNISED } from '../protocol/recognised.ts';
import { isProjectFile } from '../service/projects.ts';
import type { Client } from './client.ts';
import type { Context, Contexts } from './contexts.ts';
import type { Diagnose } from './diagnostics.ts';
import type { Analysed, Documents } from './documents.ts';
import type { Host } from './host.ts';
import type { Measured } from './measured.ts';

export interface FeatureServices {
  readonly knowledge: Knowledge;
  readonly documents: Documents;
  readonly contexts: Contexts;
  readonly measured: Measured;
  readonly client: () => Client;
  /** What the chosen backend has, as far as it has said so: nobody is asked. */
  readonly backendNames: () => BackendNames;
  /** As `Host` has it, for all that the client can read. */
  readonly readText: Host['readText'];
  readonly stepPictures: Host['stepPictures'];
}

/** Serves all but diagnostics, which are asked for in two ways; answers how they are made. */
export function serveFeatures(connection: Connection, services: FeatureServices): Diagnose {
  const { knowledge, documents, contexts, measured, client } = services;
  const picturesOfSteps = once(async () => readStepPictures(await services.stepPictures()));

  connection.onHover(async ({ textDocument, position }, token) => {
    const context = await contexts.of(textDocument.uri);
    const wanted = context.settings.hover;
    if (!wanted.enable) return null;
    const { abilities, links } = client();
    const { pictures, theme, findingsShown } = abilities;
    const stepPictures = wanted.pictures && pictures ? await picturesOfSteps() : {};
    const open = await analysed(textDocument.uri, context, token, position);
    const hoverOf = ({ analysis }: Analysed) =>
      context.service.hover(analysis, offsetIn(analysis, position), {
        ...{ pictures, theme, links, stepPictures, findingsShown },
      });
    const found =
      open && (hoverOf(open) ?? (await cardOf(textDocument.uri, open, position, context.service.knowledge)));
    if (found || !open?.analysis.reading.partial) return asTold(found);
    // A value here may be a setting of generations that stand elsewhere.
    const whole = await documents.ready(textDocument.uri, token);
    return asTold(whole && hoverOf(whole));
  });

  connection.onCompletion(async ({ textDocument: { uri }, position, context }, token) => {
    const held = await contexts.of(uri);
    if (!held.settings.completion.enable) return null;
    if (isProjectFile(uri)) {
      const { completeProject } = await import('../features/project-file.ts');
      return completeProject(documents.text(uri)?.content() ?? '', position, knowledge, context);
    }
    const { complete } = await import('../features/completion/index.ts');
    const open = await analysed(uri, held, token);
    if (!open) return null;
    return complete(open.analysis, offsetIn(open.analysis, position), held.service.knowledge, {
      snippets: client().capabilities.textDocument?.completion?.completionItem?.snippetSupport === true,
      typing: (context?.triggerKind ?? CompletionTriggerKind.Invoked) !== CompletionTriggerKind.Invoked,
      afterBlank: context?.triggerCharacter === ' ',
      languageId: documents.language(uri),
      analyse: held.service.analyse,
      backend: services.backendNames(),
    });
  });

  connection.onCodeAction(async ({ textDocument: { uri }, range, context }, token) => {
    const held = await contexts.of(uri);
    const { previewsChanges, silenceWays } = await import('./silence-ways.ts');
    const ways = await silenceWays(uri, held, services);
    const { actions } = await import('../features/actions.ts');
    const open = await analysed(uri, held, token);
    if (!open) return [];
    const findings = held.service.findings(open.analysis, held.rules, held.facts.ignore);
    const { diagnostics: shown, only } = context;
    const { abilities, capabilities } = client();
    const previews = previewsChanges(uri, capabilities);
    const runsCommands = !abilities.commandLinks;
    const goes = !runsCommands || capabilities.window?.showDocument?.support === true;
    const asked = { uri, range, only, diagnostics: shown, goes, silence: ways, previews, runsCommands };
    return actions(open.analysis, findings, asked, held.service.knowledge);
  });

  connection.onDocumentSymbol(async ({ textDocument: { uri } }, token) => {
    const context = await contexts.of(uri);
    if (!context.settings.outline.enable) return [];
    const { symbolsOf } = await import('../features/generations.ts');
    const open = await analysed(uri, context, token);
    return open ? symbolsOf(open.analysis, context.service.knowledge) : [];
  });

  connection.onCodeLens(async ({ textDocument }, token) => {
    const context = await contexts.of(textDocument.uri);
    if (!context.settings.codeLens.enable) return [];
    const { codeLenses } = await import('../features/code-lens.ts');
    const open = await analysed(textDocument.uri, context, token);
    return open ? codeLenses(open.analysis, textDocument.uri) : [];
  });

  connection.languages.inlayHint.on(async ({ textDocument, range }, token) => {
    const context = await contexts.of(textDocument.uri);
    const wanted = context.settings.inlayHints;
    const { valueHints } = await import('../features/value-hints.ts');
    const open = await analysed(textDocument.uri, context, token);
    if (!open) return [];
    const costs = wanted.enable && !measured.isEmpty;
    const all = context.service.knowledge;
    return [
      ...(costs ? inlayHints(open.analysis, range, all, measured.measurementsOf) : []),
      ...valueHints(open.analysis, range, wanted, all),
    ];
  });

  connection.onRequest(RECOGNISED.method, async (asked: Read<typeof RECOGNISED.params>, token: CancellationToken) => {
    const { uri } = asked.textDocument;
    const { recognisedAs } = await import('./recognised-request.ts');
    return documents.text(uri) && recognisedAs(uri, await contexts.of(uri), (context) => analysed(uri, context, token));
  });

  /** The card of a model's name. What is loaded for it takes a moment: then the text may be another. */
  async function cardOf(uri: string, { version }: Analysed, position: Position, all: Knowledge): Promise<Hover | null> {
    const { modelCard } = await import('../features/model/card.ts');
    const now = documents.current(uri);
    return now?.version === version ? modelCard(now.analysis, offsetIn(now.analysis, position), all) : null;
  }

  /** As plain text for clients that would rather have it: they name first what they like best. */
  function asTold(hover: Hover | null): Hover | null {
    const formats = client().capabilities.textDocument?.hover?.contentFormat;
    if (!hover || formats?.[0] !== MarkupKind.PlainText || !MarkupContent.is(hover.contents)) return hover;
    return { ...hover, contents: { kind: MarkupKind.PlainText, value: plainText(hover.contents.value) } };
  }

  return async (uri, token, whole) => {
    const { settings, rules, facts, service } = await contexts.of(uri);
    const { limits } = settings;
    const { links } = client();
    const text = documents.text(uri);
    if (text && isProjectFile(uri)) {
      const { projectDiagnostics } = await import('../features/project-file.ts');
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
