/** The way in: any text becomes a document, and an edited document is brought up to date. */

import { finish, type Work } from '../common/slices.ts';
import type { SourceDocument, Unread } from './document.ts';
import { editJson } from './incremental/json-edit.ts';
import { editJsonLines, type JsonLines, readJsonLines } from './incremental/json-lines.ts';
import { editStream, readStream, type YamlStream } from './incremental/yaml-stream.ts';
import { isFollowedByWords, readJson } from './json.ts';
import { looksLikeJson } from './json-tokens.ts';
import type { ValueNode } from './nodes.ts';
import { type Edit, SourceText } from './text.ts';

/** Reads a text in one go. Never throws, whatever the text; what can't be read is left out. */
export function parse(text: string, languageId?: string): SourceDocument {
  return finish(readDocument(new SourceText(text), languageId));
}

/**
 * Reads a text, pausing now and then so that a caller can do something else.
 *
 * JSON goes to the JSON reader whatever the language id says: YAML includes it, but its parser is ten times slower and
 * knows no `//` comments. The language ids `json` and `jsonc` leave no choice, and neither does `jsonl`, of which each line is a
 * document; else the content decides.
 */
export function* readDocument(text: SourceText, languageId?: string): Work<EditableDocument> {
  const written = text.toString();
  const conflict = CONFLICT_START.test(written);
  const readable = conflict ? withoutConflictMarkers(written) : written;
  if (languageId === 'jsonl') {
    const lines = new EditableDocument(text, -1, true, false);
    return lines.asJsonLines(yield* readJsonLines(text, 0));
  }
  const mustBeJson = languageId === 'json' || languageId === 'jsonc';
  const judged = mustBeJson ? { json: true, upTo: -1 } : looksLikeJson(readable);
  const document = new EditableDocument(text, judged.upTo, mustBeJson, conflict);
  if (judged.json) {
    const { root, followedByWords, unread } = yield* readJson(readable, 0);
    if (mustBeJson || unread || !followedByWords) return document.asJson(root, unread);
    document.isJudgedByAll();
  }
  return document.asYaml(yield* readStream(readable, 0));
}

/** A document in which nothing was looked for. */
export function emptyDocument(text: SourceText): EditableDocument {
  return new EditableDocument(text, -1, true, false);
}

/** Code units at the start of a text that are judged anew when an edit falls into what was judged by. */
const JUDGED_STRETCH = 65_536;

/** A document that is edited in place. */
export class EditableDocument implements SourceDocument {
  format: 'json' | 'yaml' = 'json';
  roots: readonly ValueNode[] = [];
  revision = 0;
  readonly text: SourceText;
  #stream: YamlStream | null = null;
  #lines: JsonLines | null = null;
  #unread: Unread | null = null;
  #judgedUpTo: number;
  readonly #mustBeJson: boolean;
  readonly #conflict: boolean;

  constructor(text: SourceText, judgedUpTo: number, mustBeJson: boolean, conflict: boolean) {
    this.text = text;
    this.#judgedUpTo = judgedUpTo;
    this.#mustBeJson = mustBeJson;
    this.#conflict = conflict;
  }

  asJson(root: ValueNode | null, unread: Unread | null): this {
    this.#unread = unread;
    this.format = 'json';
    this.roots = root ? [root] : [];
    return this;
  }

  asJsonLines(lines: JsonLines): this {
    this.format = 'json';
    this.#lines = lines;
    this.roots = lines.roots;
    return this;
  }

  asYaml(stream: YamlStream): this {
    this.format = 'yaml';
    this.#stream = stream;
    this.roots = stream.parts.flatMap(({ roots }) => roots);
    return this;
  }

  get unread(): Unread | undefined {
    return this.#unread ?? this.#lines?.unread ?? this.#stream?.share.unread ?? undefined;
  }

  /** It begins as JSON does and is none for what stands behind: wherever an edit is, it may be JSON then. */
  isJudgedByAll(): void {
    this.#judgedUpTo = Number.POSITIVE_INFINITY;
  }

  /**
   * Brings the values up to date with an edit that the text has already seen; false when the document must be read anew, and is
   * of no use any more. Afterwards everything is as if the text had just been read.
   */
  update(edit: Edit): boolean {
    if (this.#conflict || !this.#formatStays(edit) || (!this.#lines && this.#bringsConflict(edit))) return false;
    const revision = this.revision + 1;
    if (this.#lines) return this.#updateLines(this.#lines, edit, revision);
    const isUpToDate = this.#stream
      ? editStream(this.#stream, this.text, edit, revision)
      : this.#updateJson(edit, revision);
    if (isUpToDate) this.revision = revision;
    return isUpToDate;
  }

  #updateLines(before: JsonLines, edit: Edit, revision: number): boolean {
    const lines = editJsonLines(before, this.text, edit, revision);
    if (!lines) return false;
    this.asJsonLines(lines);
    this.revision = revision;
    return true;
  }

  #updateJson(edit: Edit, revision: number): boolean {
    const [root] = this.roots;
    if (!root || this.#unread) return false;
    return this.#editAfterRoot(edit) || editJson(root, this.text, edit, revision);
  }

  /** Whether the text is still of the format it was read as. */
  #formatStays(edit: Edit): boolean {
    if (this.#mustBeJson || edit.start > this.#judgedUpTo) return true;
    const judged = looksLikeJson(this.text.slice(0, JUDGED_STRETCH));
    this.#judgedUpTo = judged.upTo;
    return judged.json === (this.format === 'json') && judged.upTo < JUDGED_STRETCH;
  }

  #bringsConflict({ start, text }: Edit): boolean {
    const from = this.text.offset(this.text.position(start).line, 0);
    return CONFLICT_START.test(this.text.slice(from, start + text.length + CONFLICT_LENGTH));
  }

  /** What stands behind a complete JSON value is not read. */
  #editAfterRoot(edit: Edit): boolean {
    const [root] = this.roots;
    if (!(root.kind === 'map' || root.kind === 'list') || !root.closed || edit.start < root.end) return false;
    return this.#mustBeJson || !isFollowedByWords(this.text.slice(root.end, this.text.length));
  }
}

/** The lines git puts around two versions of the same lines, after a merge that failed. */
const CONFLICT_MARKER = /^(<{7}|\|{7}|={7}|>{7})(?![^ \r\n])[^\r\n]*/gm;
const CONFLICT_START = /^<{7} /m;
const CONFLICT_LENGTH = 8;

/** Blanks the markers, so that both versions are read, as repeated keys. Offsets stay. */
function withoutConflictMarkers(text: string): string {
  return text.replace(CONFLICT_MARKER, (marker) => ' '.repeat(marker.length));
}
