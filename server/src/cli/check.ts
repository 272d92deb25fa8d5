/** `sweetspot check`: findings for people (`file:line:column: severity: message [code]`) or as JSON. */
import { findingsOf } from '../features/analysis.ts';
import { inspectFile } from './inspect.ts';
import { analyseFile, type Command, oneOf, parseArguments, requireFiles } from './usage.ts';

const SEVERITIES = ['error', 'warning', 'information', 'hint'] as const;

export const check: Command = async (args, createHost) => {
  const { values, positionals } = parseArguments(args, {
    format: { type: 'string', default: 'text' },
    'fail-on': { type: 'string', default: 'warning' },
  });
  const format = oneOf(values.format, ['text', 'json'], 'format');
  const failOn = oneOf(values['fail-on'], [...SEVERITIES, 'never'], 'fail-on');
  const host = createHost();
  let failed = false;
  const files = [];
  let count = 0;
  for (const file of requireFiles(positionals, 'check')) {
    const analysis = await analyseFile(file, host);
    const findings = findingsOf(analysis, host.knowledge);
    count += findings.length;
    failed ||=
      failOn !== 'never' && findings.some(({ severity }) => SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn));
    if (format === 'json') {
      const { findings: listed, dialect } = inspectFile(file, analysis, host.knowledge);
      files.push({ file, dialect, findings: listed });
      continue;
    }
    for (const { severity, message, code, occurrence, fixes } of findings) {
      const { line, character } = analysis.lines.position(occurrence.range.start);
      process.stdout.write(`${file}:${line + 1}:${character + 1}: ${severity}: ${message} [${code}]\n`);
      if (fixes.length > 0) process.stdout.write(`    ${fixes[0].title}\n`);
    }
  }
  if (format === 'json') process.stdout.write(`${JSON.stringify({ version: 1, files }, null, 2)}\n`);
  else
    process.stdout.write(count === 0 ? 'Nothing to report.\n' : `${count} ${count === 1 ? 'finding' : 'findings'}.\n`);
  return failed ? 1 : 0;
};
