/** Makes the severity settings of package.json from data/rules, in the order in which a reader looks for them. A test holds that they are current. */
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
    inOrder.map(({ code, title, severity, by_default }, index) => [
      `sweetspot.rules.${code}`,
      {
        type: 'string',
        enum: ['default', ...SEVERITIES, 'off'],
        default: 'default',
        scope: 'resource',
        order: index,
        markdownDescription: `${title}. \`default\` is ${by_default ?? withArticle(severity)}.`,
      },
    ]),
  );
}

/** `manifest` (the text of package.json) with the settings of these rules. */
export function withRuleSettings(manifest: string, rules: readonly Rule[]): string {
  const content = JSON.parse(manifest) as Manifest;
  const group = content.contributes.configuration.find(({ title }) => title === 'Rules');
  if (!group) throw new Error('package.json: contributes.configuration has no group "Rules"');
  group.properties = ruleSettings(rules);
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** Brings package.json up to date. */
export async function writeRuleSettings(file: string, rules: readonly Rule[]): Promise<void> {
  const before = await readFile(file, 'utf8');
  const after = withRuleSettings(before, rules);
  if (after !== before) await writeFile(file, after);
}

function withArticle(severity: string): string {
  if (severity === 'information') return severity;
  return `${/^[aeiou]/.test(severity) ? 'an' : 'a'} ${severity}`;
}
