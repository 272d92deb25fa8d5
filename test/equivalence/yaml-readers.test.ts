/**
 * There are three ways through YAML: simple lines without the parser, blocks one by one, and the parser over the whole text. Where
 * more than one can be taken, they lead to the same values.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ResolvedValue, Value } from '../../server/src/syntax/document.ts';
import { readSimpleYaml } from '../../server/src/syntax/incremental/yaml-simple.ts';
import { walk } from '../../server/src/syntax/navigate.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { type NameEvent, namesOf, readYaml } from '../../server/src/syntax/yaml.ts';
import { text } from './yaml-texts.ts';

const SEED = Number(process.env.SEED ?? 20_261_125);
const RUNS = 2000;

function lines(roots: readonly Value[]): string[] {
  const found: string[] = [];
  walk({ roots }, (value) => {
    const shown =
      value.kind === 'scalar' ? `${value.style} ${typeof value.value} ${value.value} <${value.source}>` : '';
    const alias = value.kind === 'alias' ? `*${value.name} ${value.target?.start ?? 'nothing'}` : '';
    found.push(`${value.kind} ${value.start}-${value.end} at ${value.key} ${shown}${alias}`);
    if (value.kind === 'map')
      for (const { key, merge } of value.entries) found.push(`  ${key.text} ${key.start}-${key.end} ${merge}`);
    return true;
  });
  return found;
}

/** Links aliases as a document does. */
function linked(names: readonly NameEvent[]): void {
  const anchors = new Map<string, ResolvedValue>();
  for (const event of names) {
    if (event.define === undefined) event.use.target = anchors.get(event.use.name) ?? null;
    else anchors.set(event.define, event.value);
  }
}

test('simple lines are read as the parser reads them', () => {
  let simple = 0;
  fc.assert(
    fc.property(text, (source) => {
      const quick = readSimpleYaml(source, 0, 0, 0);
      if (!quick) return;
      simple += 1;
      const [whole, ...more] = readYaml(source, 0, 0, 0);
      expect(more).toEqual([]);
      linked(namesOf(quick));
      linked(namesOf(whole));
      expect(lines([quick.root])).toEqual(lines([whole.root]));
    }),
    { seed: SEED, numRuns: RUNS },
  );
  // Otherwise nothing was compared.
  expect(simple).toBeGreaterThan(RUNS / 20);
});

test.each([
  'a:\n  b: 1\n',
  'a:\r\n- b\r\n',
  'a: # c\n  b: &x # c\n    c: 1\n',
  'a:\nb: &x\n-c: 1\n',
  '- a:\n-\n- # c\n',
  '"a b": 1\na b : 2\n3: "\\n\\""\n',
  'a: |\n  b: c # d\n\n    e\nf: >-\n  g\n  h\n',
  'a: b\n  c\n\n  d\n',
  'a: [1,\n  2, ]\nb: {<<: *c, "d": {e f: 1}}\n',
])('%j needs no parser', (source) => {
  expect(readSimpleYaml(source, 0, 0, 0)).not.toBeNull();
});

test('blocks of a valid text are read as the whole', () => {
  let compared = 0;
  fc.assert(
    fc.property(text, (source) => {
      const [whole, ...more] = readYaml(source, 0, 0, 0);
      if (!whole?.clean || more.length > 0 || /^(?:%|\.\.\.|---)/m.test(source)) return;
      compared += 1;
      linked(namesOf(whole));
      expect(lines(parse(source, 'yaml').roots)).toEqual(lines([whole.root]));
    }),
    { seed: SEED, numRuns: RUNS },
  );
  expect(compared).toBeGreaterThan(RUNS / 20);
});
