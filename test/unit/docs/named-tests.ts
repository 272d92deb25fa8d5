/** Tests that a page of docs/ names, by file and a part of the text: [`path`](../path): "text", "text". */

export interface NamedTest {
  /** As the page shows it, and as it links to it. */
  readonly said: string;
  readonly path: string;
  readonly text: string;
}

/** All that a page names. */
export function namedTests(page: string): NamedTest[] {
  return [...page.matchAll(/\[`([^`]+)`\]\(\.\.\/([^)]+)\):((?:,? "[^"]+")+)/g)].flatMap(([, said, path, texts]) =>
    [...texts.matchAll(/"([^"]+)"/g)].map(([, text]) => ({ said, path, text })),
  );
}
