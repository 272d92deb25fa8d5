import assert from 'node:assert/strict';
import { open } from './editor.ts';
import { wasteful } from './files.ts';
import type { Tests } from './runner.ts';
import { invokeTool } from './tools.ts';

export const renderTests: Tests = {
  'the built-in model renders, in a worker of its own': async () => {
    const document = await open(wasteful);
    const { content } = await invokeTool('sweetspot_render', {
      ...{ text: document.getText(), name: 'wasteful.yaml', steps: 4, max_side: 64 },
    });
    assert.match(content[0].value ?? '', /"model_evaluations": 4/);
    assert.equal(content.length, 2);
  },
};
