/** What an InvokeAI workflow is read as is shown by the cases in test/cases/invokeai-workflow. */
import { expect, test } from 'vitest';
import { analyse } from '../../support/knowledge.ts';

test('any part may be of a wrong type', () => {
  const node = {
    id: 'denoise',
    type: 'invocation',
    data: { type: 'denoise_latents', inputs: { steps: { value: 25 } } },
  };
  const edge = { source: 'a', sourceHandle: 'b', target: 'denoise', targetHandle: 'steps' };
  const good = { nodes: [node], edges: [edge] };
  const read = (workflow: object) => analyse(JSON.stringify(workflow)).reading.generations;
  expect(read(good)).toHaveLength(1);
  for (const wrong of [null, 1, 'x', [], {}, [[]]]) {
    for (const key of ['nodes', 'edges']) expect(() => read({ ...good, [key]: wrong })).not.toThrow();
    for (const key of ['id', 'data']) expect(() => read({ ...good, nodes: [{ ...node, [key]: wrong }] })).not.toThrow();
  }
});
