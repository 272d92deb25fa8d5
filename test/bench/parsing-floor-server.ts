/** The floor that has every text parsed by the usual library besides, as whoever wants to know what stands where. */
import { parseTree } from 'jsonc-parser';
import { parseAllDocuments } from 'yaml';
import { serveFloor } from './floor.ts';

serveFloor((document) => {
  if (document.languageId === 'json') parseTree(document.getText());
  else parseAllDocuments(document.getText(), { merge: true });
});
