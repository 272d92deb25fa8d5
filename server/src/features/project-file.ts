/** What an editor asks of a project file. Loaded with the first one that is open. */
export { completeProject } from './completion/project.ts';
export { projectDiagnostics } from './project-diagnostics.ts';
