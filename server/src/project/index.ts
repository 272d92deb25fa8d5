/**
 * A project file, `.sweetspot.yaml`: what editors, command line and CI are told by a repository. Pure; who has files looks for it and
 * brings its text. The repository is anybody's, so all that is read has bounds, and nothing in it names a place to contact.
 */
export { addIgnore, type IgnoreEntry } from './add-ignore.ts';
export { type FileFacts, factsForFile, isIgnored, isSilenced, NO_FACTS } from './for-file.ts';
export { projectKnowledge } from './knowledge.ts';
export {
  type Ignored,
  LARGEST_PROJECT,
  NO_PROJECT,
  PROJECT_FILES,
  type Problem,
  type Project,
  type ReadProject,
  readProject,
} from './read.ts';
