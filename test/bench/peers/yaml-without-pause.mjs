/**
 * Starts yaml-language-server with its pause before validation (200 ms after each change) set to nothing, and changes nothing else.
 * Arguments: the package's folder, then those of the server.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder] = process.argv.splice(2, 1);
const load = (file) => import(pathToFileURL(join(folder, file)).href);
const { ValidationHandler } = await load('out/src/languageserver/handlers/validationHandlers.js');
const { validate } = ValidationHandler.prototype;
ValidationHandler.prototype.validate = function (document) {
  this.yamlSettings.validationDelayMs = 0;
  return validate.call(this, document);
};
await load('bin/yaml-language-server');
