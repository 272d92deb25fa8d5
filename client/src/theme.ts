import { ColorThemeKind } from 'vscode';
import type { Theme } from '../../server/src/protocol/editor.ts';

/** The server's name for a VS Code colour theme kind. */
export function themeOf(kind: ColorThemeKind): Theme {
  switch (kind) {
    case ColorThemeKind.Light:
      return 'light';
    case ColorThemeKind.Dark:
      return 'dark';
    case ColorThemeKind.HighContrast:
      return 'high-contrast';
    case ColorThemeKind.HighContrastLight:
      return 'high-contrast-light';
  }
}
