/** Colours of code, by the grammars and the engine of VS Code. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import oniguruma from 'vscode-oniguruma';
import textmate, { type IGrammar, type IRawGrammar } from 'vscode-textmate';

/** Part of a line, and the class that colours it; `''` for none. */
export interface Piece {
  readonly text: string;
  readonly kind: string;
}

/** The pieces of each line; of a language that is not known, one a line. */
export type Highlight = (language: string, lines: readonly string[]) => Piece[][];

/** Languages as fences name them, to the file of their grammar. */
const LANGUAGES: Readonly<Record<string, string>> = {
  json: 'json',
  jsonc: 'jsonc',
  jsonl: 'json',
  yaml: 'yaml',
  sh: 'shellscript',
  ts: 'typescript',
  lua: 'lua',
  elisp: 'emacs-lisp',
  toml: 'toml',
};

/** What the end of a scope's name means; the first that fits counts. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^(comment|punctuation\.definition\.comment)/, 'comment'],
  [/^(support\.type\.property-name|entity\.name\.tag|entity\.name\.type|support\.type)/, 'key'],
  [/^(string|punctuation\.definition\.string)/, 'string'],
  [/^constant/, 'constant'],
  [/^(keyword|storage|support\.function)/, 'keyword'],
  [/^entity\.name\.function/, 'function'],
];

const require = createRequire(import.meta.url);

/** Reads the grammars. */
export async function createHighlight(): Promise<Highlight> {
  await oniguruma.loadWASM(await readFile(require.resolve('vscode-oniguruma/release/onig.wasm')));
  const sources = new Map<string, IRawGrammar>();
  const scopes = new Map<string, string>();
  for (const [language, file] of Object.entries(LANGUAGES)) {
    const grammar = await grammarIn(file);
    sources.set(grammar.scopeName, grammar);
    scopes.set(language, grammar.scopeName);
  }
  const registry = new textmate.Registry({
    onigLib: Promise.resolve(oniguruma),
    loadGrammar: async (scope) => sources.get(scope) ?? null,
  });
  const grammars = new Map<string, IGrammar>();
  for (const [language, scope] of scopes) {
    const grammar = await registry.loadGrammar(scope);
    if (grammar) grammars.set(language, grammar);
  }
  return (language, lines) => {
    const grammar = grammars.get(language);
    if (!grammar) return lines.map((text) => [{ text, kind: '' }]);
    let state = textmate.INITIAL;
    return lines.map((line) => {
      const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
      state = ruleStack;
      const pieces: Piece[] = [];
      for (const { startIndex, endIndex, scopes: names } of tokens) {
        const piece = { text: line.slice(startIndex, endIndex), kind: kindOf(names) };
        const last = pieces.at(-1);
        if (last?.kind === piece.kind) pieces[pieces.length - 1] = { ...piece, text: last.text + piece.text };
        else pieces.push(piece);
      }
      return pieces;
    });
  };
}

async function grammarIn(file: string): Promise<IRawGrammar> {
  const path = require.resolve(`tm-grammars/grammars/${file}.json`);
  return JSON.parse(await readFile(path, 'utf8')) as IRawGrammar;
}

function kindOf(scopes: readonly string[]): string {
  for (const scope of scopes.toReversed()) {
    const found = KINDS.find(([pattern]) => pattern.test(scope));
    if (found) return found[1];
  }
  return '';
}
