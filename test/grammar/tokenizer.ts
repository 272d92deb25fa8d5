/** Splits text into tokens as VS Code does: its own engine, a host's grammars, and ours injected as package.json says. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import oniguruma from 'vscode-oniguruma';
import textmate, { type IRawGrammar } from 'vscode-textmate';
import { compileData } from '../../build/data.ts';
import { compileGrammars } from '../../build/grammars.ts';
import manifest from '../../package.json' with { type: 'json' };
import type { Host } from './hosts.ts';

/** The name of the grammar of each language. */
const ROOTS = { json: 'source.json', jsonc: 'source.json.comments', yaml: 'source.yaml' };
export type Language = keyof typeof ROOTS;

export interface Token {
  readonly start: number;
  readonly end: number;
  readonly scopes: readonly string[];
}
/** The tokens of each line. */
export type Tokenize = (language: Language, text: string) => Promise<Token[][]>;

const onigLib = readFile(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'))
  .then((wasm) => oniguruma.loadWASM(wasm))
  .then(() => oniguruma);
const ours = await compileGrammars('syntaxes', await compileData('data'));

/** A tokenizer with the grammars of this host. `injected: false` leaves ours out. */
export function tokenizer(host: Host, { injected = true } = {}): Tokenize {
  const contributed = manifest.contributes.grammars;
  const grammars = new Map((host.grammars ?? []).map((grammar) => [grammar.scopeName as string, grammar]));
  for (const { scopeName, path } of contributed) grammars.set(scopeName, grammarAt(path));
  const registry = new textmate.Registry({
    onigLib,
    loadGrammar: async (scope) => grammars.get(scope) ?? null,
    getInjections: (scope) =>
      injected
        ? contributed.filter(({ injectTo }) => injectTo.includes(scope)).map(({ scopeName }) => scopeName)
        : undefined,
  });
  return async (language, text) => {
    const grammar = await registry.loadGrammar(ROOTS[language]);
    if (grammar === null) throw new Error(`${host.name} has no grammar for ${language}.`);
    let state = textmate.INITIAL;
    return text.split('\n').map((line) => {
      const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
      state = ruleStack;
      return tokens.map(({ startIndex, endIndex, scopes }) => ({ start: startIndex, end: endIndex, scopes }));
    });
  };
}

/** The grammar that the build writes to this path. */
function grammarAt(path: string): IRawGrammar {
  const name = /^\.\/dist\/syntaxes\/(.+)\.tmLanguage\.json$/.exec(path)?.[1] ?? '';
  const grammar = ours.get(name);
  if (grammar === undefined) throw new Error(`package.json names ${path}, which is not built from syntaxes/.`);
  return grammar as unknown as IRawGrammar;
}

/** The name that our grammars gave to a token, without its ending; `undefined` where they gave none. */
export function promptScope({ scopes }: Token): string | undefined {
  const last = scopes.at(-1);
  return last?.endsWith('.prompt') && !last.startsWith('source.') ? last.slice(0, -'.prompt'.length) : undefined;
}
