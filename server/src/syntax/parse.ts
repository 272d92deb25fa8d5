/** The way in: any text becomes a document. */
import type { SourceDocument } from './document.ts';
import { looksLikeJson, readJson } from './json.ts';
import { readYaml } from './yaml.ts';

/**
 * Reads a text. Never throws, whatever the text; what can't be read is left out.
 *
 * JSON goes to the JSON reader whatever the language id says: YAML includes it, but its parser is ten times slower and
 * knows no `//` comments. The language ids `json` and `jsonc` leave no choice; else the content decides.
 */
export function parse(text: string, languageId?: string): SourceDocument {
  const readable = withoutConflictMarkers(text);
  const mustBeJson = languageId === 'json' || languageId === 'jsonc';
  if (mustBeJson || looksLikeJson(readable)) {
    const { root, followedByWords } = readJson(readable);
    if (mustBeJson || !followedByWords) return { format: 'json', text, roots: root ? [root] : [] };
  }
  return { format: 'yaml', text, roots: readYaml(readable) };
}

/** The lines git puts around two versions of the same lines, after a merge that failed. */
const CONFLICT_MARKER = /^(<{7}|\|{7}|={7}|>{7})(?![^ \r\n])[^\r\n]*/gm;
const CONFLICT_START = /^<{7} /m;

/** Blanks the markers, so that both versions are read, as repeated keys. Offsets stay. */
function withoutConflictMarkers(text: string): string {
  return CONFLICT_START.test(text) ? text.replace(CONFLICT_MARKER, (marker) => ' '.repeat(marker.length)) : text;
}
