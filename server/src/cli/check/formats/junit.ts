/** JUnit's XML, as servers of continuous integration read it: a suite a file, a failure a finding. */
import { escaped } from '../../../common/markup.ts';
import { print } from '../../output.ts';
import { isReport, type Outcome } from '../report.ts';
import type { Format } from './format.ts';

export function junit(): Format {
  const outcomes: Outcome[] = [];
  return {
    tell: (outcome) => void outcomes.push(outcome),
    end() {
      print('<?xml version="1.0" encoding="UTF-8"?>', '<testsuites name="sweetspot">');
      for (const outcome of outcomes) print(...suite(outcome));
      print('</testsuites>');
    },
  };
}

function suite(outcome: Outcome): string[] {
  const name = escaped(outcome.file);
  if (!isReport(outcome))
    return [
      `  <testsuite name="${name}" tests="1" failures="0" errors="1">`,
      `    <testcase name="read" classname="${name}"><error message="${escaped(outcome.message)}"/></testcase>`,
      '  </testsuite>',
    ];
  const cases = outcome.findings.map(
    ({ code, severity, message, line, column }) =>
      `    <testcase name="${code}:${line}:${column}" classname="${name}">` +
      `<failure type="${severity}" message="${escaped(message)}">${escaped(`${outcome.file}:${line}:${column}`)}</failure></testcase>`,
  );
  return [
    `  <testsuite name="${name}" tests="${Math.max(1, cases.length)}" failures="${cases.length}" errors="0">`,
    ...(cases.length > 0 ? cases : [`    <testcase name="check" classname="${name}"/>`]),
    '  </testsuite>',
  ];
}
