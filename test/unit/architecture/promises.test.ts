/** No promise is left to itself: it is awaited, kept, given a handler for its failure, or handed to `inBackground`. */
import {
  isArrowFunction,
  isCallExpression,
  isExpressionStatement,
  isPropertyAccessExpression,
  isVoidExpression,
  type Node,
} from 'typescript/unstable/ast';
import { expect, test } from 'vitest';
import { inSources, placeOf, SyntaxKind } from './typed.ts';

test('no promise is left to itself', () => {
  const wrong = inSources((file) => {
    const { checker, nodes } = file;
    const left = nodes.flatMap((node) => {
      if (isExpressionStatement(node) || isVoidExpression(node)) return [node.expression];
      // A callback that nobody waits for.
      return isArrowFunction(node) && returnsNothing(node) && node.body ? [node.body] : [];
    });
    const types = checker.getTypeAtLocation(left);
    return left
      .filter((node, index) => {
        const type = types[index];
        const some = type && (checker.getNonNullableType(type) ?? type);
        return some && checker.getPropertyOfType(some, 'then') && !isKept(node) && !isHandled(node);
      })
      .map((node) => placeOf(node, file));

    /** Whether whoever takes the function expects nothing of it. */
    function returnsNothing(node: Node & Parameters<typeof checker.getContextualType>[0]): boolean {
      const wanted = checker.getContextualType(node);
      const signatures = wanted ? checker.getSignaturesOfType(wanted, 0) : [];
      return (
        signatures.length > 0 &&
        signatures.every((each) => {
          const answer = checker.getReturnTypeOfSignature(each);
          return answer !== undefined && checker.typeToString(answer) === 'void';
        })
      );
    }
  });
  expect(wrong).toEqual([]);
});

/** An assignment: whoever has the promise sees to it. */
function isKept(node: Node): boolean {
  return node.kind === SyntaxKind.BinaryExpression;
}

/** `.catch(…)` or `.then(…, …)`, whatever `.finally(…)` stands behind. */
function isHandled(node: Node): boolean {
  if (!isCallExpression(node) || !isPropertyAccessExpression(node.expression)) return false;
  const { name, expression } = node.expression;
  if (name.text === 'catch') return true;
  if (name.text === 'then') return node.arguments.length === 2;
  return name.text === 'finally' && isHandled(expression);
}
