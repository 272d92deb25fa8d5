/** Fixes in the official workflows, as the editor saves them and as the server is sent them: only what they name, and no new finding. */
import { expect, test } from 'vitest';
import { faultsOfEachFix, faultsOfFixAll, leftAlone } from '../support/fix-all.ts';
import { loadGold } from './gold.ts';

const { workflows } = loadGold();

test.each([
  ['all safe fixes at once', faultsOfFixAll],
  ['each fix by itself', faultsOfEachFix],
  ['a fix, or a way to the cause', leftAlone],
])('%s', (_, faultsOf) => {
  const faults = workflows.flatMap(({ name, text, sent }) =>
    [text, JSON.stringify(sent, null, 2)].flatMap((each) => faultsOf(each, 'json').map((fault) => `${name}: ${fault}`)),
  );
  expect(faults).toEqual([]);
});
