/** Ids of the commands, as package.json contributes them. */
export const Command = {
  preview: 'sweetspot.preview',
  renderAsConfigured: 'sweetspot.renderAsConfigured',
  compareSteps: 'sweetspot.compareSteps',
  compare: 'sweetspot.compare',
  findSweetSpot: 'sweetspot.findSweetSpot',
  cancelCompare: 'sweetspot.cancelCompare',
  cancelRender: 'sweetspot.cancelRender',
  checkOnServer: 'sweetspot.checkOnServer',
  chooseBackend: 'sweetspot.chooseBackend',
  forgetModels: 'sweetspot.forgetModels',
  clearHistory: 'sweetspot.clearHistory',
  clearMeasurements: 'sweetspot.clearMeasurements',
  openPage: 'sweetspot.openPage',
  showRecognised: 'sweetspot.showRecognised',
  restartServer: 'sweetspot.restartServer',
  showLog: 'sweetspot.showLog',
} as const;
