/** What rules produce. */

import { t } from '@vscode/l10n';
import { oneLine } from '../common/printable.ts';
import { type Occurrence, plainOccurrence, type Reading } from '../dialects/generation.ts';
import { fill, type Knowledge } from '../knowledge/knowledge.ts';
import { own } from '../knowledge/own.ts';
import type { Run } from '../run/index.ts';
import type { MapValue, Place } from '../syntax/document.ts';
import type { LocalMeasurements } from './local.ts';
import { type Ground, type Severity, severityOf } from './severity.ts';

/** A change of one literal, whose quotes stay, or of one entry. */
export interface Change {
  /** What stands there afterwards. */
  readonly value: number | string;
  /** Where, if it is not the finding's value (a key). */
  readonly range?: Place;
  /** Written as a new entry of this mapping instead, under this key. */
  readonly into?: { readonly map: MapValue; readonly key: string };
  /** Nothing is written: these values go, with their keys. */
  readonly removes?: readonly Place[];
}

export interface Fix extends Change {
  readonly title: string;
  /** What goes with it. */
  readonly also?: readonly Change[];
  /** Certain enough to be applied with all others at once. */
  readonly safe: boolean;
}

/** The number that would stand at the finding's place; `null` for none, and for what is written elsewhere. */
export function suggestedBy(fix: Fix | undefined): number | null {
  return fix && !fix.into && typeof fix.value === 'number' ? fix.value : null;
}

export interface Finding {
  /** Stable; also the name of its page in data/rules and of its severity setting. */
  readonly code: string;
  readonly severity: Severity;
  readonly occurrence: Occurrence;
  readonly message: string;
  /** Best first. */
  readonly fixes: readonly Fix[];
  /** Other places that it is about. */
  readonly related?: readonly { readonly place: Place; readonly message: string }[];
}

export interface RuleInput {
  readonly run: Run;
  readonly knowledge: Knowledge;
}

/** A rule: pure, synchronous, one file of its own. It sees one generation, so that its findings can be kept while that one stays. */
export type Rule = (input: RuleInput) => Finding[];

/** A rule that also asks what is known on this machine, which changes beside the file. */
export type MeasuredRule = (input: RuleInput & { readonly local: LocalMeasurements | null }) => Finding[];

/** A rule about several generations of a document. */
export interface CrossRule {
  /** Whether a generation, by itself, is one that the rule may speak of. */
  concerns(input: RuleInput): boolean;
  findings(input: RuleInput, reading: Reading): Finding[];
}

/** What a rule says about one place; the words are in the rule's page. */
export interface Report {
  readonly occurrence: Occurrence;
  /** Which of the page's messages. */
  readonly message: string;
  /** Fills the `{names}` of message and fix; `{key}` and `{value}` are given. */
  readonly values?: Readonly<Record<string, string | number>>;
  /** What it rests on, where that is less than certain. */
  readonly ground?: Ground;
  /** Values to put instead, best first; the fix title's `{suggested}`. Left out where the literal is elsewhere or computed. */
  readonly suggest?: readonly (number | string)[];
  /** Where the suggestions go, if not over the value. */
  readonly at?: Place;
  readonly safe?: boolean;
  /** Fixes of other kinds, behind the suggestions; each title is one of the page's messages. */
  readonly offers?: readonly (Omit<Fix, 'safe'> & { readonly values?: Readonly<Record<string, string | number>> })[];
  /** Nothing reads the value: it can go as well. */
  readonly idle?: boolean;
  /** The other place of a conflict, or what a fix leaves without effect; the message may be one of the page's. */
  readonly related?: { readonly occurrence: Occurrence; readonly message: string };
}

/**
 * Whether a value can be written at the place: a literal is there, also behind a link, or a number within a text, which breaks nothing of
 * it. Who else takes what a link leads to is asked when the fix is offered (`features/code-actions`).
 */
export function canStandAt({ via, source, setting }: Occurrence, suggested: number | string): boolean {
  // Where a format has a number for a name, the name would be no value.
  const isName = setting === 'sampler' || setting === 'scheduler';
  if (isName && /^-?\d+$/.test(source)) return false;
  return via === null || via === 'link' || (via === 'embedded' && typeof suggested === 'number');
}

/**
 * A text with settings in it may be the record of a picture that is there already, and what is linked to may be taken by others: nobody
 * changes these but by hand.
 */
export function isSafeAt({ via }: Occurrence): boolean {
  return via === null;
}

/** A place that is no setting's: a finding about it speaks of no value. */
export function occurrenceOfPlace(range: Place, key: string): Occurrence {
  return plainOccurrence({ setting: '', key, range, pointer: '', value: null, source: '' });
}

/** Letters of a text that may be a file's. */
const LONGEST = 120;

/** A key or a value may be as long as its file; who reads a message does not read that. */
function readable<Value extends string | number>(value: Value): Value | string {
  return typeof value === 'string' && value.length > LONGEST ? oneLine(value, LONGEST) : value;
}

/** A finding in the words of a rule's page. */
export function finding(knowledge: Knowledge, code: string, report: Report): Finding {
  const { occurrence, suggest = [], at, safe = false, offers = [], idle = false, related } = report;
  const rule = knowledge.rule(code);
  const told = { key: occurrence.key, value: occurrence.source, ...report.values };
  const values = Object.fromEntries(Object.entries(told).map(([name, value]) => [name, readable(value)]));
  return {
    code,
    severity: severityOf(report.ground ?? 'sourced', own(rule.severities, report.message) ?? rule.severity),
    occurrence,
    message: fill(own(rule.messages, report.message) ?? report.message, values),
    fixes: [
      ...suggest
        .filter((suggested) => canStandAt(occurrence, suggested))
        .map((suggested) => ({
          title: fill(rule.fix ?? '', { ...values, suggested }),
          value: suggested,
          safe: safe && isSafeAt(occurrence),
          ...(at && { range: at }),
        })),
      ...offers.map(({ title, values: more, ...offer }) => ({
        ...{ ...offer, safe: false },
        title: fill(own(rule.messages, title) ?? title, { ...values, ...more }),
      })),
      ...(idle && occurrence.via === null && occurrence.node === undefined
        ? [{ title: t`Take out ${occurrence.key}`, value: '', removes: [occurrence.range], safe: false }]
        : []),
    ],
    ...(related && {
      related: [
        {
          place: related.occurrence.range,
          message: fill(own(rule.messages, related.message) ?? readable(related.message), values),
        },
      ],
    }),
  };
}
