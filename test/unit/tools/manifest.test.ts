/** What package.json tells editors of the tools is what the tools take. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { INPUTS, TOOL_NAMES } from '../../../server/src/tools/inputs.ts';

const manifest: { contributes: { languageModelTools: { name: string; inputSchema: { properties: object } }[] } } =
  JSON.parse(readFileSync('package.json', 'utf8'));
const { languageModelTools } = manifest.contributes;

test('the same tools', () => expect(languageModelTools.map(({ name }) => name)).toEqual([...TOOL_NAMES]));

test.each(languageModelTools)('$name takes what it says, and files by their path', ({ name, inputSchema }) => {
  const known = TOOL_NAMES.find((each) => each === name);
  const told = Object.keys(inputSchema.properties).filter((property) => property !== 'path');
  expect(known && Object.keys(INPUTS[known].entries).sort()).toEqual(told.sort());
});
