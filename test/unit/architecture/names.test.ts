/**
 * No record is asked by a name that may be anything: `record['constructor']` is what every object has by birth. `own` asks for what
 * the record itself has.
 */
import { isBinaryExpression, isElementAccessExpression, type Node } from 'typescript/unstable/ast';
import { expect, test } from 'vitest';
import { own } from '../../../server/src/knowledge/own.ts';
import { inSources, placeOf, SyntaxKind } from './typed.ts';

const HOME = 'server/src/knowledge/own.ts';

test('no record is asked by any name but through own()', () => {
  const wrong = inSources((file) => {
    const { checker, nodes } = file;
    const written = new Set(
      nodes.flatMap((node) =>
        isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.EqualsToken ? [node.left] : [],
      ),
    );
    const asked = nodes.flatMap((node): { node: Node; name: Node }[] => {
      if (isElementAccessExpression(node) && !written.has(node)) return [{ node, name: node.argumentExpression }];
      if (isBinaryExpression(node) && node.operatorToken.kind === SyntaxKind.InKeyword)
        return [{ node, name: node.left }];
      return [];
    });
    const types = checker.getTypeAtLocation(asked.map(({ name }) => name));
    return asked
      .filter((_, index) => {
        const type = types[index];
        return type !== undefined && checker.typeToString(type) === 'string';
      })
      .map(({ node }) => placeOf(node, file));
  });
  expect(wrong.filter((place) => !place.startsWith(HOME))).toEqual([]);
});

test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])('a record has no %s by birth', (name) => {
  expect(own({}, name)).toBeUndefined();
  expect(own(JSON.parse(`{"${name}":1}`), name)).toBe(1);
});
