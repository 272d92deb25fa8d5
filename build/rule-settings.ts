/**
 * Makes the severity settings of package.json, and their texts in package.nls.json, from data/rules, in the order in which a reader
 * looks for them. A test holds that they are current.
 */
import { readFile, writeFile } from 'node:fs/promises';
import type { Rule } from '../server/src/knowledge/schema.ts';

/** Settings of a generation that rules are about: what most people look for stands first. */
const ORDER = [
  'inference_steps',
  'guidance_scale',
  'negative_prompt',
  'sampler',
  'scheduler',
  'split',
  'size',
  'frames',
  'strength',
  'seed',
  'clip_skip',
  'lora_weight',
];
const SEVERITIES = ['error', 'warning', 'information', 'hint'];

const SETTING_VALUES = ['default', ...SEVERITIES, 'off'];

/** The group of settings that rules have, as package.json names it. */
const GROUP = '%settings.rules%';

interface Manifest {
  readonly contributes: { readonly configuration: { readonly title: string; properties: object }[] };
}

/** A setting for each rule: by what it is about, then by how serious it is. */
export function ruleSettings(rules: readonly Rule[]): Record<string, object> {
  const rank = ({ about: [setting = ''], severity }: Rule): number => {
    const place = ORDER.indexOf(setting);
    return (place < 0 ? ORDER.length : place) * SEVERITIES.length + SEVERITIES.indexOf(severity);
  };
  const inOrder = rules.toSorted((a, b) => rank(a) - rank(b));
  return Object.fromEntries(
    inOrder.map(({ code }, index) => [
      `sweetspot.rules.${code}`,
      {
        type: 'string',
        enum: SETTING_VALUES,
        enumDescriptions: SETTING_VALUES.map((value) => `%severity.${value}%`),
        default: 'default',
        scope: 'resource',
        order: index,
        markdownDescription: `%${keyOf(code)}%`,
      },
    ]),
  );
}

/** What each setting says, in English, by its key in package.nls.json: with a link to the rule's page. */
function ruleTexts(rules: readonly Rule[]): Record<string, string> {
  return Object.fromEntries(
    rules.map(({ code, title, severity, by_default }) => [
      keyOf(code),
      `${title}. \`default\` is ${by_default ?? withArticle(severity)}. [What it means](${pageLink(code)})`,
    ]),
  );
}

/** `manifest` (the text of package.json) with the settings of these rules. */
export function withRuleSettings(manifest: string, rules: readonly Rule[]): string {
  const content = JSON.parse(manifest) as Manifest;
  const group = content.contributes.configuration.find(({ title }) => title === GROUP);
  if (!group) throw new Error(`package.json: contributes.configuration has no group "${GROUP}"`);
  group.properties = ruleSettings(rules);
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** `texts` (the text of package.nls.json) with what these settings say. */
export function withRuleTexts(texts: string, rules: readonly Rule[]): string {
  const others = Object.entries(JSON.parse(texts) as Record<string, string>).filter(
    ([key]) => !key.startsWith('rule.'),
  );
  return `${JSON.stringify({ ...Object.fromEntries(others), ...ruleTexts(rules) }, null, 2)}\n`;
}

/** Brings package.json and package.nls.json up to date. */
export async function writeRuleSettings(rules: readonly Rule[]): Promise<void> {
  await rewrite('package.json', (text) => withRuleSettings(text, rules));
  await rewrite('package.nls.json', (text) => withRuleTexts(text, rules));
}

async function rewrite(file: string, change: (text: string) => string): Promise<void> {
  const before = await readFile(file, 'utf8');
  const after = change(before);
  if (after !== before) await writeFile(file, after);
}

function keyOf(code: string): string {
  return `rule.${code}`;
}

/** Opens the page of a rule in the guide. */
function pageLink(code: string): string {
  return `command:sweetspot.openPage?${encodeURIComponent(JSON.stringify({ kind: 'rule', id: code }))}`;
}

function withArticle(severity: string): string {
  if (severity === 'information') return severity;
  return `${/^[aeiou]/.test(severity) ? 'an' : 'a'} ${severity}`;
}
