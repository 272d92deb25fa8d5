/** What ComfyUI checks before it runs a graph (execution.py, `validate_inputs`), as far as definitions say. */
import { type ApiGraph, linkOf, type ObjectInfo } from '../../../../server/src/render/backends/comfyui/graph.ts';

/** Everything wrong with a graph, a line each. */
export function faultsOf(graph: ApiGraph, objectInfo: ObjectInfo): string[] {
  const faults: string[] = [];
  for (const [id, { class_type, inputs }] of Object.entries(graph)) {
    const definition = objectInfo.get(class_type);
    if (!definition) {
      faults.push(`${id}: there is no class ${class_type}`);
      continue;
    }
    for (const name of Object.keys(inputs))
      if (!definition.inputs.some((input) => input.name === name)) faults.push(`${id}.${name}: no such input`);
    for (const { name, type, choices, required, options } of definition.inputs) {
      const value = inputs[name];
      const link = linkOf(value);
      if (value === undefined) {
        if (required) faults.push(`${id}.${name}: missing`);
      } else if (link) {
        const origin = Object.hasOwn(graph, link[0]) ? objectInfo.get(graph[link[0]].class_type) : undefined;
        const given = origin?.outputs[link[1]];
        if (given !== type) faults.push(`${id}.${name}: takes ${type}, is given ${given}`);
      } else if (choices) {
        if (!choices.includes(value)) faults.push(`${id}.${name}: ${String(value)} is not in the list`);
      } else if (/^(INT|FLOAT)\b/.test(type)) {
        const number = Number(value);
        if (!['number', 'bigint'].includes(typeof value) || (type === 'INT' && !Number.isInteger(number)))
          faults.push(`${id}.${name}: ${String(value)} is no ${type}`);
        if (number < Number(options.min ?? -Infinity) || number > Number(options.max ?? Infinity))
          faults.push(`${id}.${name}: ${number} is out of bounds`);
      } else if (type === 'STRING' ? typeof value !== 'string' : type === 'BOOLEAN' ? typeof value !== 'boolean' : true)
        faults.push(`${id}.${name}: ${String(value)} is no ${type}`);
    }
  }
  if (!Object.values(graph).some(({ class_type }) => objectInfo.get(class_type)?.isOutput)) faults.push('no output');
  return faults;
}
