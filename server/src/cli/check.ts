/** `sweetspot check`: findings for people (`file:line:column: severity: message [code]`) or as JSON. */
import { findingsOf } from '../features/analysis.ts';
import { forEachFile } from './files.ts';
import { inspectFile, printFiles } from './inspect.ts';
import { print } from './output.ts';
import { type Command, oneOf, parseArguments, requireFiles } from './usage.ts';

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
  const files: object[] = [];
  let count = 0;
  const unread = await forEachFile(requireFiles(positionals, 'check'), host, (file, analysis) => {
    const findings = findingsOf(analysis, host.knowledge);
    count += findings.length;
    failed ||=
      failOn !== 'never' && findings.some(({ severity }) => SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn));
    if (format === 'json') {
      const { findings: listed, dialect } = inspectFile(file, analysis, host.knowledge);
      files.push({ file, dialect, findings: listed });
      return;
    }
    for (const { severity, message, code, occurrence, fixes } of findings) {
      const { line, character } = analysis.lines.position(occurrence.range.start);
      print(`${file}:${line + 1}:${character + 1}: ${severity}: ${message} [${code}]`);
      if (fixes.length > 0) print(`    ${fixes[0].title}`);
    }
  });
  if (format === 'json') printFiles(files, unread);
  else if (count > 0) print(`${count} ${count === 1 ? 'finding' : 'findings'}.`);
  else if (unread.length === 0) print('Nothing to report.');
  if (unread.length > 0) return 2;
  return failed ? 1 : 0;
};
