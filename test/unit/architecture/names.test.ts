/**
 * No record is asked by a name that may be anything: `record['constructor']` is what every object has by birth. `own` asks for what
 * the record itself has.
 */
import {
  isBinaryExpression,
  isElementAccessExpression,
  isPropertyAccessExpression,
  type Node,
} from 'typescript/unstable/ast';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { anyObject, objectOf } from '../../../server/src/common/records.ts';
import { own, put } from '../../../server/src/knowledge/own.ts';
import { inSources, placeOf, SyntaxKind, type TypedFile } from './typed.ts';

const HOME = 'server/src/knowledge/own.ts';

/** Nodes with the names by which they ask or write a record, of those that are any text. */
function byAnyName(file: TypedFile, found: readonly { readonly node: Node; readonly name: Node }[]): string[] {
  const types = file.checker.getTypeAtLocation(found.map(({ name }) => name));
  return found
    .filter((_, index) => {
      const type = types[index];
      return type !== undefined && file.checker.typeToString(type) === 'string';
    })
    .map(({ node }) => placeOf(node, file))
    .filter((place) => !place.startsWith(HOME));
}

/** What assignments write to. */
function writtenIn({ nodes }: TypedFile): ReadonlySet<Node> {
  return new Set(
    nodes.flatMap((node) =>
      isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.EqualsToken ? [node.left] : [],
    ),
  );
}

test('no record is asked by any name but through own()', () => {
  const wrong = inSources((file) => {
    const written = writtenIn(file);
    const asked = file.nodes.flatMap((node): { node: Node; name: Node }[] => {
      if (isElementAccessExpression(node) && !written.has(node)) return [{ node, name: node.argumentExpression }];
      if (isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.InKeyword)
        return [{ node, name: node.left }];
      return [];
    });
    return byAnyName(file, asked);
  });
  expect(wrong).toEqual([]);
});

test('no record is written by any name but through put()', () => {
  const wrong = inSources((file) =>
    byAnyName(
      file,
      [...writtenIn(file)].flatMap((node) =>
        isElementAccessExpression(node) ? [{ node, name: node.argumentExpression }] : [],
      ),
    ),
  );
  // The build's own: names of files of ours.
  expect(wrong.filter((place) => !place.startsWith('server/src/knowledge/load.ts'))).toEqual([]);
});

test('nothing from outside is read by v.record, which passes over names such as constructor', () => {
  const wrong = inSources((file) =>
    file.nodes.flatMap((node) =>
      isPropertyAccessExpression(node) && /^v\.record$/.test(node.getText(file.source)) ? [placeOf(node, file)] : [],
    ),
  );
  // The schemas of data/, and what a project file says: both name what is known.
  const ofOurs = /^server\/src\/(knowledge\/schema|render\/builtin|project)\//;
  expect(wrong.filter((place) => !ofOurs.test(place))).toEqual([]);
});

test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'prototype'])(
  'a record has no %s by birth, but one of its own where it is written',
  (name) => {
    expect(own({}, name)).toBeUndefined();
    const record: Record<string, number> = {};
    put(record, name, 1);
    const read: unknown = JSON.parse(`{"${name}":1}`);
    for (const each of [record, v.parse(anyObject, read), v.parse(objectOf(v.number()), read)]) {
      expect(own(each, name)).toBe(1);
      expect(JSON.stringify(each)).toBe(`{"${name}":1}`);
    }
  },
);
