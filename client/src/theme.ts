import { ColorThemeKind } from 'vscode';
import type { Theme } from '../../server/src/protocol/editor.ts';

/** The server's names for VS Code's kinds of colour themes. */
export const THEMES: Readonly<Record<ColorThemeKind, Theme>> = {
  [ColorThemeKind.Light]: 'light',
  [ColorThemeKind.Dark]: 'dark',
  [ColorThemeKind.HighContrast]: 'high-contrast',
  [ColorThemeKind.HighContrastLight]: 'high-contrast-light',
};
