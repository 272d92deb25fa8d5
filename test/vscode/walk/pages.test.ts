/** What a person sees before and beside a config: lists, JSON lines, the walkthrough; in each kind of theme, and with half the room. */
import { test } from 'vitest';
import { titleOf, useVSCode } from './session.ts';

const files = {
  'new.yaml': 'model: stabilityai/stable-diffusion-xl-base-1.0\nprompt: a cat\nnum_inference_steps: \n',
  'runs.jsonl':
    '{"model": "sdxl", "prompt": "a cat", "num_inference_steps": 25}\n{"model": "sdxl", "prompt": "a dog", "num_inference_steps": 80}\n',
};
const vscode = useVSCode({ openFile: 'runs.jsonl', files });

const THEMES = [
  ['dark', 'Dark Modern'],
  ['light', 'Light Modern'],
  ['contrast', 'Dark High Contrast'],
] as const;

for (const [name, theme] of THEMES) {
  test(`completion, JSON lines, backends and the walkthrough in ${theme}, at 100 and 200 %`, async () => {
    const code = vscode();
    await code.useTheme(theme);
    const both = async (what: string): Promise<void> => {
      await code.screenshot(`pages-${what}-${name}`);
      const size = code.page.viewportSize() ?? { width: 1280, height: 800 };
      await code.page.setViewportSize({ width: size.width / 2, height: size.height / 2 });
      await code.screenshot(`pages-${what}-${name}-large`);
      await code.page.setViewportSize(size);
    };
    await code.openFile('runs.jsonl');
    await code.squiggle('warning').waitFor();
    await both('jsonl');
    await code.openFile('new.yaml');
    await code.line('num_inference_steps').click();
    await code.page.keyboard.press('End');
    await code.page.keyboard.press('Control+Space');
    await code.suggestion('25').waitFor();
    await code.screenshot(`pages-completion-${name}`);
    await code.page.keyboard.press('Escape');
    await code.page.keyboard.press('Control+End');
    await code.page.keyboard.press('Control+Space');
    await code.suggestion('guidance_scale').waitFor();
    await code.screenshot(`pages-completion-keys-${name}`);
    await code.page.keyboard.press('Escape');

    await code.runCommand(titleOf('sweetspot.chooseBackend'));
    await code.quickInput('Choose Backend').getByText('Built-in').first().waitFor();
    await both('backends');
    await code.page.keyboard.press('Escape');

    await code.runCommand('Welcome: Open Walkthrough...');
    await code.pickRow('Sweetspot');
    await code.walkthroughStep().waitFor();
    await both('walkthrough');
    await code.closeActiveTab();
  });
}
