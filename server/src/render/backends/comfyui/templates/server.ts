/** What a server's node definitions say about the nodes of templates. */
import { t } from '@vscode/l10n';
import { own } from '../../../../knowledge/own.ts';
import { BackendError } from '../../../problem.ts';
import { type ApiNode, namesIn, type ObjectInfo } from '../graph.ts';

/** The names that an input offers. Throws `BackendError` `missing-node` for a class that the server lacks. */
export function choicesOf(objectInfo: ObjectInfo, className: string, input: string): string[] {
  if (!objectInfo.has(className)) throw missing(className);
  return namesIn(objectInfo.get(className), input);
}

/** Throws `BackendError` `missing-node` when the server lacks a class, or a kind of model that a class is to load. */
export function checkConstants(nodes: Readonly<Record<string, ApiNode>>, objectInfo: ObjectInfo): void {
  for (const { class_type, inputs } of Object.values(nodes)) {
    const definition = objectInfo.get(class_type);
    if (!definition) throw missing(class_type);
    for (const { name, choices } of definition.inputs) {
      const value = own(inputs, name);
      if (choices && typeof value === 'string' && !choices.includes(value))
        throw new BackendError(
          'missing-node',
          t`This ComfyUI can't load this kind of model: its ${class_type} has no ${name} "${value}". Update it.`,
        );
    }
  }
}

function missing(className: string): BackendError {
  return new BackendError(
    'missing-node',
    t`This ComfyUI has no node ${className}, which this kind of model needs. Update it.`,
  );
}
