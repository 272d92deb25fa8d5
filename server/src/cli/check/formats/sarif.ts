/** SARIF 2.1.0, as code scanning reads it, with the pages of the rules and the fixes. */
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type {
  ArtifactLocation,
  Fix,
  Location,
  Log,
  Notification,
  ReportingDescriptor,
  Result,
  Region as SarifRegion,
} from 'sarif';
import type { Severity } from '../../../findings/severity.ts';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import { printJson } from '../../output.ts';
import { isReport, type Region, type Report, type ReportedFinding, type ReportedFix } from '../report.ts';
import type { Format } from './format.ts';

const LEVELS = { error: 'error', warning: 'warning', information: 'note', hint: 'note' } as const satisfies Record<
  Severity,
  Result['level']
>;

export function sarif(knowledge: Knowledge, version: string): Format {
  const results: Result[] = [];
  const unread: Notification[] = [];
  const codes: string[] = [];
  const indexOf = (code: string): number => {
    if (!codes.includes(code)) codes.push(code);
    return codes.indexOf(code);
  };
  return {
    tell(outcome) {
      if (isReport(outcome))
        for (const finding of outcome.findings) results.push(resultOf(outcome, finding, indexOf(finding.code)));
      else
        unread.push({
          level: 'error',
          message: { text: outcome.message },
          locations: [{ physicalLocation: { artifactLocation: artifact(outcome.file) } }],
        });
    },
    end() {
      const log: Log = {
        $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
        version: '2.1.0',
        runs: [
          {
            tool: {
              driver: {
                name: 'sweetspot',
                semanticVersion: version,
                rules: codes.map((code) => descriptorOf(code, knowledge)),
              },
            },
            columnKind: 'utf16CodeUnits',
            invocations: [{ executionSuccessful: unread.length === 0, toolExecutionNotifications: unread }],
            results,
          },
        ],
      };
      printJson(log, 'page');
    },
  };
}

function descriptorOf(code: string, knowledge: Knowledge): ReportingDescriptor {
  const { title, sections = [], severity } = knowledge.rule(code);
  const prose = sections.map(({ heading, markdown }) => `## ${heading}\n\n${markdown}`).join('\n\n');
  return {
    id: code,
    shortDescription: { text: title },
    defaultConfiguration: { level: LEVELS[severity] },
    help: { text: prose || title, ...(prose && { markdown: `# ${title}\n\n${prose}` }) },
  };
}

function resultOf({ file }: Report, finding: ReportedFinding, ruleIndex: number): Result {
  const { code, severity, message, pointer, related, fixes } = finding;
  return {
    ruleId: code,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: message },
    locations: [
      { ...locationOf(file, finding), ...(pointer && { logicalLocations: [{ fullyQualifiedName: pointer }] }) },
    ],
    ...(related.length > 0 && {
      relatedLocations: related.map((at) => ({ ...locationOf(file, at), message: { text: at.message } })),
    }),
    ...(fixes.length > 0 && { fixes: fixes.map((fix) => fixOf(file, fix)) }),
  };
}

function fixOf(file: string, { title, region, text }: ReportedFix): Fix {
  return {
    description: { text: title },
    artifactChanges: [
      {
        artifactLocation: artifact(file),
        replacements: [{ deletedRegion: regionOf(region), insertedContent: { text } }],
      },
    ],
  };
}

function locationOf(file: string, region: Region): Location {
  return { physicalLocation: { artifactLocation: artifact(file), region: regionOf(region) } };
}

function regionOf({ line, column, endLine, endColumn }: Region): SarifRegion {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

/** Relative to where the program runs, which is the root of the sources; what lies elsewhere by its full address. */
function artifact(file: string): ArtifactLocation {
  const path = relative('.', resolve(file));
  if (path.startsWith('..') || isAbsolute(path)) return { uri: pathToFileURL(file).href };
  return { uri: path.split(sep).map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}
