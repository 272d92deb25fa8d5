/** How serious a finding is allowed to be, by how sure it is. */

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** A severity that a person chooses for a rule; `default` keeps the finding's own. */
export const SEVERITY_CHOICES = ['default', 'error', 'warning', 'information', 'hint', 'off'] as const;
export type SeverityChoice = (typeof SEVERITY_CHOICES)[number];

/**
 * What a finding rests on. `sourced`: figures that a source gives of this model or program. `likely`: the same, where it is not
 * certain that this program or pipeline reads the file. `estimate`: a figure of ours. `measured`: what was found on this machine.
 * `guide`: the general guide, where no model can be meant. `unknown-model`: the guide, beside a name that is not known. `untraced`:
 * the guide, where a graph leads to a model in a way that can't be followed.
 */
export type Ground = 'sourced' | 'likely' | 'estimate' | 'measured' | 'guide' | 'unknown-model' | 'untraced';

/** The most that each grounds; `null` for what the rule's page says. */
const MOST: Readonly<Record<Ground, Severity | null>> = {
  sourced: null,
  guide: null,
  likely: 'information',
  estimate: 'information',
  measured: 'information',
  'unknown-model': 'information',
  untraced: 'hint',
};

const BY_WEIGHT: readonly Severity[] = ['hint', 'information', 'warning', 'error'];

/** The severity of a finding whose rule says `usual`: never more than its ground carries. */
export function severityOf(ground: Ground, usual: Severity): Severity {
  const most = MOST[ground];
  return most === null || BY_WEIGHT.indexOf(usual) <= BY_WEIGHT.indexOf(most) ? usual : most;
}
