import { expect, test } from 'vitest';
import { findingsOf } from '../../../server/src/features/analysis.ts';
import type { SeverityChoice } from '../../../server/src/findings/severity.ts';
import { analyse, knowledge } from '../../support/knowledge.ts';

test.each<[SeverityChoice, string[]]>([
  ['default', ['warning']],
  ['hint', ['hint']],
  ['off', []],
])("the user's severity %s", (choice, severities) => {
  const findings = findingsOf(analyse('prompt: a\nsteps: 80\n'), knowledge, { 'steps-wasteful': choice });
  expect(findings.map(({ severity }) => severity)).toEqual(severities);
});
