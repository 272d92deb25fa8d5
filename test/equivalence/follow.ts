/** A document as the server has it open, edited by notifications, and compared with what a fresh reading gives. */
import type { Analysis } from '../../server/src/features/analysis.ts';
import type { LocalMeasurements, MeasurementsOf } from '../../server/src/findings/local.ts';
import { createDocuments, type DocumentConnection } from '../../server/src/lsp/documents.ts';
import { createService } from '../../server/src/service/index.ts';
import { knowledge } from '../support/knowledge.ts';
import type { Change } from './edits.ts';
import { differenceOf, pictureOf } from './picture.ts';
import type { Sample } from './samples.ts';
import { offsetsIn, sentOf } from './sent.ts';

/** Something was measured for everything, so that there are hints. */
const HERE: LocalMeasurements = {
  standIn: false,
  cost: { seconds: (steps) => steps / 4, renders: 3, at: '2026-11-25T12:00:00Z' },
  sweetSpot: { steps: 12, between: [10, 14], converges: true, at: '2026-11-25T12:00:00Z' },
  price: { perStep: 0.01, perSecond: 0, unit: '$' },
};
const measurementsOf: MeasurementsOf = () => HERE;

/** Its own, so that nothing that was kept can be met in what is read anew. */
const fresh = createService(knowledge, measurementsOf);

/** What the server has open, with the notifications that it listens to. */
const { connection, notify } = createConnection();
const documents = createDocuments(connection, createService(knowledge, measurementsOf).open, () =>
  Promise.resolve(null),
);

let opened = 0;

export class Followed {
  readonly #uri: string;
  readonly #languageId: string;
  #version = 1;
  #text: string;

  constructor({ text, languageId }: Pick<Sample, 'text' | 'languageId'>) {
    opened += 1;
    this.#uri = `file:///${opened}`;
    this.#languageId = languageId;
    this.#text = text;
    notify('Open', { textDocument: { uri: this.#uri, languageId, version: 1, text } });
    documents.analysis(this.#uri);
  }

  get text(): string {
    return this.#text;
  }

  close(): void {
    notify('Close', { textDocument: { uri: this.#uri } });
  }

  /** One notification. */
  change(changes: readonly Change[]): void {
    this.#version += 1;
    const contentChanges = changes.map((change) => this.#sent(change));
    notify('Change', { textDocument: { uri: this.#uri, version: this.#version }, contentChanges });
  }

  /** Begins to read, what a person sees first, and is interrupted after some slices. */
  readABit(slices: number): void {
    const open = documents.text(this.#uri);
    if (!open) throw new Error('There is no such document.');
    open.seen = { start: 0, end: open.length / 2 };
    const reading = open.analysis();
    for (let slice = 0; slice < slices && reading.next().done === false; slice += 1);
    open.seen = null;
  }

  /** Throws where what was kept is not what is read anew. `look`: also compares what is sent to a person who looks there. */
  compare(look: number | null): void {
    const kept = documents.analysis(this.#uri)?.analysis;
    if (!kept) throw new Error('There is no such document.');
    const wanted = fresh.analyse(this.#text, this.#languageId);
    const difference =
      differenceOf(pictureOf(kept, knowledge, measurementsOf), pictureOf(wanted, knowledge, measurementsOf)) ??
      (look === null ? null : differenceOfSent(kept, wanted, offsetsIn(wanted, look)));
    if (difference !== null) throw new Error(`${difference}\nin ${JSON.stringify(this.#text)}`);
  }

  /** A change as editors send it, by lines and columns; makes it here. */
  #sent(change: Change): object {
    const text = this.#text;
    if ('whole' in change) {
      this.#text = change.whole;
      return { text: change.whole };
    }
    // No editor has a cursor inside a line break.
    const start = isInLineBreak(text, change.start) ? change.start - 1 : change.start;
    const end = isInLineBreak(text, change.end) ? change.end + 1 : change.end;
    const inserted = text.slice(start, change.start) + change.text + text.slice(change.end, end);
    this.#text = text.slice(0, start) + inserted + text.slice(end);
    return { range: { start: positionIn(text, start), end: positionIn(text, end) }, text: inserted };
  }
}

function differenceOfSent(kept: Analysis, wanted: Analysis, offsets: readonly number[]): string | null {
  const [sent, right] = [kept, wanted].map((analysis) => sentOf(analysis, offsets, knowledge, measurementsOf));
  return differenceOf(
    sent.map((part) => JSON.stringify(part)),
    right.map((part) => JSON.stringify(part)),
  );
}

function isInLineBreak(text: string, offset: number): boolean {
  return text[offset - 1] === '\r' && text[offset] === '\n';
}

/** The client's own idea of lines. */
function positionIn(text: string, offset: number): { line: number; character: number } {
  let line = 0;
  let start = 0;
  for (const { 0: lineBreak, index } of text.matchAll(/\r\n|\r|\n/g)) {
    if (index + lineBreak.length > offset) break;
    line += 1;
    start = index + lineBreak.length;
  }
  return { line, character: offset - start };
}

function createConnection() {
  const handlers = new Map<string, (...params: never[]) => unknown>();
  const on = (name: string) => (handler: (...params: never[]) => unknown) => {
    handlers.set(name, handler);
    return { dispose: () => handlers.delete(name) };
  };
  const connection = {
    onDidOpenTextDocument: on('Open'),
    onDidChangeTextDocument: on('Change'),
    onDidCloseTextDocument: on('Close'),
    onWillSaveTextDocument: on('WillSave'),
    onWillSaveTextDocumentWaitUntil: on('WillSaveWaitUntil'),
    onDidSaveTextDocument: on('Save'),
  } satisfies DocumentConnection;
  return { connection, notify: (name: string, params: object) => void handlers.get(name)?.(params as never) };
}
