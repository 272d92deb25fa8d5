/**
 * A project file, `.sweetspot.yaml`: what editors, command line and CI are told by a repository. Pure; who has files looks for it and
 * brings its text. The repository is anybody's, so all that is read has bounds, and nothing in it names a place to contact.
 */
export { addIgnore } from './add-ignore.ts';
export { isSilenced, NO_FACTS } from './facts.ts';
export { factsForFile } from './for-file.ts';
export { projectKnowledge } from './knowledge.ts';
export { NO_PROJECT, readProject } from './read.ts';
