/**
 * The grammars of JSON and YAML into which ours are injected.
 *
 * VS Code has had two for YAML: since 1.96 one that knows indentation, before that one that doesn't, which the YAML
 * extension by Red Hat still brings. The tests hold with both, and with those of the VS Code in .vscode-host, if any.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { IRawGrammar } from 'vscode-textmate';
import { parse } from 'yaml';

export interface Host {
  readonly name: string;
  /** Absent when the machine does not have them. */
  readonly grammars: readonly IRawGrammar[] | undefined;
}

const extensions = fileURLToPath(
  new URL('../../.vscode-host/vscode/node_modules/code-server/lib/vscode/extensions/', import.meta.url),
);

const json = [fromNpm('json'), fromNpm('jsonc')];

export const hosts: readonly Host[] = [
  { name: 'YAML without indentation (VS Code before 1.96, Red Hat)', grammars: [...json, fromNpm('yaml')] },
  {
    name: 'YAML with indentation (ours, as VS Code since 1.96)',
    grammars: [...json, ...parse(readFileSync(new URL('hosts/yaml-by-indentation.yaml', import.meta.url), 'utf8'))],
  },
  { name: 'the VS Code in .vscode-host', grammars: fromVSCode() },
];

function fromNpm(language: string): IRawGrammar {
  return read(fileURLToPath(import.meta.resolve(`tm-grammars/grammars/${language}.json`)));
}

function fromVSCode(): IRawGrammar[] | undefined {
  if (!existsSync(extensions)) return undefined;
  return ['json', 'yaml'].flatMap((extension) => {
    const folder = `${extensions}${extension}/syntaxes/`;
    return readdirSync(folder).map((file) => read(folder + file));
  });
}

function read(file: string): IRawGrammar {
  return JSON.parse(readFileSync(file, 'utf8'));
}
