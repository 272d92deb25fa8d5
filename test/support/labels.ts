/** Hand-checked labels of files: what stands at a pointer, and on which line. */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import type { Value } from '../../server/src/syntax/document.ts';
import { entryOf, pointerOf, walk } from '../../server/src/syntax/navigate.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import type { LineIndex } from '../../server/src/syntax/text.ts';

const Label = v.object({
  /** RFC 6901, `#<index>` first in a stream of several documents. */
  jsonPointer: v.string(),
  /** 1-based; the value's for a scalar, the key's for a container. */
  line: v.number(),
  /** Containers are written `<array:2>`, `<object:3>`. */
  value: v.union([v.string(), v.number(), v.boolean(), v.null()]),
  /** The value stands inside the string that the pointer leads to. */
  embedded: v.optional(v.boolean(), false),
});
type Label = v.InferOutput<typeof Label>;
const Labels = v.array(v.object({ file: v.string(), settings: v.array(Label), notSettings: v.array(Label) }));

/** Tests for each file named in the `labels.json` of a folder, and one that there are as many labels as there should be. */
export function testLabels(folder: URL, count: number): void {
  const labelled = new URL('labels.json', folder);
  const files = v.parse(Labels, JSON.parse(readFileSync(labelled, 'utf8')));
  test(`have ${count} labels`, () => {
    expect(files.flatMap(({ settings, notSettings }) => [...settings, ...notSettings])).toHaveLength(count);
  });

  test.each(files)('$file', ({ file, settings, notSettings }) => {
    const document = parse(readFileSync(new URL(file, folder), 'utf8'));
    const lines = document.text;
    const values = new Map<string, Value>();
    walk(document, (value) => {
      values.set(pointerOf(value, document), value);
    });

    const labels = [...settings, ...notSettings];
    expect(document.roots).not.toHaveLength(0);
    expect(labels.map((label) => ({ ...label, ...read(values.get(label.jsonPointer), label, lines) }))).toEqual(labels);
  });
}

/** What a label should say of a value. */
function read(value: Value | undefined, { embedded }: Label, lines: LineIndex): Pick<Label, 'line' | 'value'> | null {
  const lineAt = (offset: number): number => lines.position(offset).line + 1;
  switch (value?.kind) {
    case 'scalar': {
      const inside = embedded ? /\bsteps?: (\d+)/.exec(value.source) : null;
      return inside
        ? { line: lineAt(value.start + inside.index), value: Number(inside[1]) }
        : { line: lineAt(value.start), value: value.value };
    }
    case 'list':
      return { line: lineAt(entryOf(value)?.key.start ?? value.start), value: `<array:${value.items.length}>` };
    case 'map':
      return { line: lineAt(entryOf(value)?.key.start ?? value.start), value: `<object:${value.entries.length}>` };
    default:
      return { line: -1, value: 'nothing there' };
  }
}
