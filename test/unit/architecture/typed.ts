/** The sources of client and server with their types, as the compiler sees them. */
import { relative } from 'node:path';
import { type Node, type SourceFile, SyntaxKind } from 'typescript/unstable/ast';
import { API, type Checker } from 'typescript/unstable/sync';

export { SyntaxKind };

export interface TypedFile {
  readonly file: string;
  readonly source: SourceFile;
  readonly checker: Checker;
  /** Every node, outer ones first. */
  readonly nodes: readonly Node[];
}

const PROJECTS = ['tsconfig.json', 'client/webview/tsconfig.json'];

/** What `find` makes of each file below `client/` and `server/src`. */
export function inSources<Found>(find: (file: TypedFile) => Found[]): Found[] {
  const api = new API({ cwd: process.cwd() });
  try {
    const snapshot = api.updateSnapshot({ openProjects: PROJECTS });
    const seen = new Set<string>();
    return snapshot.getProjects().flatMap(({ program, checker }) =>
      program.getSourceFileNames().flatMap((name) => {
        const file = relative('.', name);
        const source = /^(client|server)\//.test(file) && !seen.has(file) ? program.getSourceFile(name) : undefined;
        seen.add(file);
        return source ? find({ file, source, checker, nodes: nodesOf(source) }) : [];
      }),
    );
  } finally {
    api.close();
  }
}

/** `file:line: text` of a node. */
export function placeOf(node: Node, { file, source }: TypedFile): string {
  const start = node.getStart(source);
  const line = source.text.slice(0, start).split('\n').length;
  return `${file}:${line}: ${source.text.slice(start, node.end).split('\n')[0]}`;
}

function nodesOf(source: SourceFile): Node[] {
  const nodes: Node[] = [source];
  for (const node of nodes)
    node.forEachChild((child) => {
      nodes.push(child);
      return undefined;
    });
  return nodes;
}
