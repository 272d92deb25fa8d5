/** Annotations of GitHub Actions: workflow commands on standard output. Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands */
import type { Severity } from '../../../findings/severity.ts';
import { print } from '../../output.ts';
import { isReport } from '../report.ts';
import type { Format } from './format.ts';

const COMMANDS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

export function github(): Format {
  return {
    tell(outcome) {
      if (!isReport(outcome)) {
        print(`::error file=${property(outcome.file)},title=sweetspot::${data(outcome.message)}`);
        return;
      }
      for (const { severity, code, message, line, column, endLine, endColumn } of outcome.findings) {
        const place = `file=${property(outcome.file)},line=${line},endLine=${endLine},col=${column},endColumn=${endColumn}`;
        print(`::${COMMANDS[severity]} ${place},title=${property(`sweetspot ${code}`)}::${data(message)}`);
      }
    },
    end() {},
  };
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
