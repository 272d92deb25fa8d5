/** Ids of the commands, as package.json contributes them. */
export const Command = {
  preview: 'sweetspot.preview',
  renderAsConfigured: 'sweetspot.renderAsConfigured',
  openPage: 'sweetspot.openPage',
  restartServer: 'sweetspot.restartServer',
  /** Not in the palette: behind the language status item and the "Show Log" buttons. */
  showLog: 'sweetspot.showLog',
} as const;
