/** Open documents and what was read in them, brought up to date when it is asked for, dropped when the document closes. */
import { type CancellationToken, LSPErrorCodes, ResponseError, TextDocuments } from 'vscode-languageserver';
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import { inBackground } from '../background.ts';
import { finish, type Work } from '../common/slices.ts';
import type { Analysis } from '../features/analysis.ts';
import type { SeenLines } from '../protocol/editor.ts';
import type { OpenText, OpenTexts } from '../service/index.ts';

export interface Documents {
  /** The analysis of a document as it stands now, `null` when it is not open (VS Code never sends very large files). */
  analysis(uri: string): Analysed | null;
  /** The same without holding anybody up: a long reading pauses for other requests. Rejects when `token` is cancelled. */
  ready(uri: string, token: CancellationToken): Promise<Analysed | null>;
  /** As `ready`, but of a large file that is being read what a person sees of it, as soon as that is known (`partial`). */
  soonest(uri: string, token: CancellationToken): Promise<Analysed | null>;
  /** The analysis of a document as it stands now, if it is there already. */
  current(uri: string): Analysed | null;
  /** The language that the client takes it for; `''` when it is not open. */
  language(uri: string): string;
  /** The text itself; `null` when it is not open. */
  text(uri: string): OpenText | null;
  /** What the client counts its edits by; `null` when it is not open. */
  version(uri: string): number | null;
  /** Has a document read by others from now on; nothing where they are the same. */
  use(uri: string, openText: OpenTexts): void;
  uris(): string[];
  onDidChange(listener: (uri: string) => void): void;
  onDidClose(listener: (uri: string) => void): void;
  onDidSave(listener: (uri: string) => void): void;
}

/** True until the document's next edit: use it at once. */
export interface Analysed {
  readonly analysis: Analysis;
  readonly version: number;
}

/** Where its notifications come from. */
export type DocumentConnection = Parameters<TextDocuments<OpenDocument>['listen']>[0];

/** The lines of a document that a person sees; `null` when nobody can tell. */
export type FindSeen = (uri: string) => Promise<SeenLines | null>;

/** Characters from which on it matters what is read first. */
const LARGE = 200_000;

/** Characters that anybody sees at once: all of a file may stand on one line. */
const MOST_SEEN = 20_000;

/** Milliseconds of reading before other requests get a turn. */
const TURN = 5;

interface OpenDocument {
  readonly uri: string;
  readonly languageId: string;
  version: number;
  openText: OpenTexts;
  text: OpenText;
  /** The reading under way, for all who wait for it. */
  pending: Promise<Analysis | null> | null;
  /** Those who take what is seen of it. */
  onEarly: (() => void)[];
}

export function createDocuments(connection: DocumentConnection, openText: OpenTexts, findSeen: FindSeen): Documents {
  const documents = new TextDocuments<OpenDocument>({
    create: (uri, languageId, version, content) => {
      const text = openText(content, languageId);
      if (content.length > LARGE) inBackground(() => findSeenOf(uri));
      return { uri, languageId, version, openText, text, pending: null, onEarly: [] };
    },
    update: (document, changes, version) => {
      for (const change of changes) applyChange(document, change);
      document.version = version;
      return document;
    },
  });
  // What holds for a file is asked of its editor, and looked for in folders: a small one is read meanwhile.
  documents.onDidOpen(({ document }) => {
    if (document.text.length <= LARGE) setTimeout(() => inBackground(() => reading(document)));
  });
  documents.listen(connection);
  return {
    analysis(uri) {
      const document = documents.get(uri);
      const analysis = document && finish(document.text.analysis());
      return analysis ? { analysis, version: document.version } : null;
    },
    ready,
    soonest(uri, token) {
      const whole = ready(uri, token);
      const document = documents.get(uri);
      if (!document || document.text.current()) return whole;
      return new Promise((resolve, reject) => {
        const take = (): void => {
          const analysis = document.text.early();
          if (analysis) resolve({ analysis, version: document.version });
        };
        document.onEarly.push(take);
        take();
        whole.then(resolve, reject);
      });
    },
    current(uri) {
      const document = documents.get(uri);
      const analysis = document?.text.current();
      return document && analysis ? { analysis, version: document.version } : null;
    },
    language: (uri) => documents.get(uri)?.languageId ?? '',
    text: (uri) => documents.get(uri)?.text ?? null,
    version: (uri) => documents.get(uri)?.version ?? null,
    use(uri, others) {
      const document = documents.get(uri);
      if (!document || document.openText === others) return;
      const { seen } = document.text;
      document.openText = others;
      document.text = others(document.text.content(), document.languageId);
      document.text.seen = seen;
      document.pending = null;
    },
    uris: () => documents.keys(),
    onDidChange: (listener) => void documents.onDidChangeContent(({ document }) => listener(document.uri)),
    onDidClose: (listener) => void documents.onDidClose(({ document }) => listener(document.uri)),
    onDidSave: (listener) => void documents.onDidSave(({ document }) => listener(document.uri)),
  };

  async function findSeenOf(uri: string): Promise<void> {
    const seen = await findSeen(uri);
    const text = documents.get(uri)?.text;
    if (!text) return;
    const start = text.lines.offset(seen?.first ?? 0, 0);
    text.seen = seen && { start, end: Math.min(text.lines.offset(seen.last + 1, 0), start + MOST_SEEN) };
  }

  async function ready(uri: string, token: CancellationToken): Promise<Analysed | null> {
    for (let document = documents.get(uri); document; document = documents.get(uri)) {
      const asked = document;
      const analysis = await reading(asked);
      if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
      // Edited while it was read, or since: the last word counts.
      const current = analysis && asked.text.current();
      if (current) return { analysis: current, version: asked.version };
    }
    return null;
  }

  /** The reading under way, or a new one. */
  function reading(document: OpenDocument): Promise<Analysis | null> {
    document.pending ??= read(document).finally(() => {
      document.pending = null;
      document.onEarly = [];
    });
    return document.pending;
  }

  function read(document: OpenDocument): Promise<Analysis | null> {
    return inTurns(document.text.analysis(), () => {
      if (document.onEarly.length > 0 && document.text.early()) for (const take of document.onEarly.splice(0)) take();
      return documents.get(document.uri) !== document;
    });
  }
}

function applyChange(document: OpenDocument, change: TextDocumentContentChangeEvent): void {
  if (!('range' in change)) {
    document.text = document.openText(change.text, document.languageId);
    document.pending = null;
    return;
  }
  const { start, end } = change.range;
  const { lines } = document.text;
  const from = lines.offset(start.line, start.character);
  document.text.edit({ start: from, end: Math.max(from, lines.offset(end.line, end.character)), text: change.text });
}

/** Runs work turn by turn. `isOver` is asked after each: whether nobody needs it any more, then it is given up with `null`. */
async function inTurns<Result>(work: Work<Result>, isOver: () => boolean): Promise<Result | null> {
  for (;;) {
    const until = performance.now() + TURN;
    do {
      const turn = work.next();
      if (turn.done) return turn.value;
    } while (performance.now() < until);
    await new Promise((resolve) => setImmediate(resolve));
    if (isOver()) return null;
  }
}
