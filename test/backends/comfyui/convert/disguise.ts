/**
 * A graph written as a workflow that must give it back: the way from an API graph to everything that a person and the frontend
 * may have made of it. `choose` decides; each choice changes the file and none the graph.
 */
import type { ApiGraph } from '../../../../server/src/render/backends/comfyui/graph.ts';
import { linkOf } from '../../../../server/src/render/backends/comfyui/graph.ts';
import { objectInfo } from './definitions.ts';
import { type Format, type MadeNode, type MadeSubgraph, workflowFile } from './workflow-file.ts';

export type Choose = <T>(options: readonly T[]) => T;

interface Disguised {
  readonly workflow: unknown;
  /** Ids in the workflow's graph of the given graph's nodes. */
  readonly ids: ReadonlyMap<string, string>;
}

const WIDGETS = new Set(['INT', 'FLOAT', 'STRING', 'BOOLEAN', 'COMBO']);

export function disguise(graph: ApiGraph, choose: Choose): Disguised {
  let next = 1000;
  const ids = new Map<string, string>();
  const nodes: MadeNode[] = [];
  const subgraphs: MadeSubgraph[] = [];
  for (const [id, { class_type, inputs }] of Object.entries(graph)) {
    const node = plainNode(Number(id), class_type, inputs);
    if (choose([true, false, false])) {
      const { host, definition } = wrapped(node);
      nodes.push(host);
      subgraphs.push(definition);
      ids.set(id, `${id}:1`);
    } else {
      nodes.push(node);
      ids.set(id, id);
    }
  }
  const rewired = nodes.flatMap(detoured);
  rewired.push({ id: next++, type: 'Note', values: ['A note.'] });
  rewired.push({ id: next++, type: 'NobodyHasThis', mode: 2, inputs: {} });
  return { workflow: workflowFile(rewired, subgraphs, choose<Format>([0.4, 1])), ids };

  function plainNode(id: number, type: string, inputs: Readonly<Record<string, unknown>>): MadeNode {
    const values: unknown[] = [];
    const made: Record<string, readonly [number, number] | null> = {};
    const widgets: string[] = [];
    const hasControls = choose([true, true, false]);
    const definition = objectInfo.get(type);
    for (const input of definition?.inputs ?? []) {
      const value = inputs[input.name];
      const link = linkOf(value);
      const isWidget = WIDGETS.has(input.type);
      if (isWidget) {
        // Under a link lies whatever was set before.
        values.push(link ? defaultOf(input.type, input.choices) : value);
        if (input.options.control_after_generate && hasControls) values.push('randomize');
        if (link || choose([true, false])) widgets.push(input.name);
      }
      if (link) made[input.name] = [Number(link[0]), link[1]];
      else if (!isWidget || widgets.includes(input.name)) made[input.name] = null;
    }
    const types = Object.fromEntries((definition?.inputs ?? []).map((input) => [input.name, input.type]));
    return { id, type, values, inputs: made, widgets, types, outputs: definition?.outputs ?? [] };
  }

  /** The node in a subgraph of its own, with its values shown by the node around or not. */
  function wrapped(node: MadeNode): { host: MadeNode; definition: MadeSubgraph } {
    const id = `subgraph-${node.id}`;
    const inputs = Object.keys(node.inputs ?? {});
    const shown = choose([true, false]);
    const terminals = inputs.filter((name) => node.inputs?.[name] !== null || (shown && node.widgets?.includes(name)));
    const inner: MadeNode = {
      ...node,
      id: 1,
      inputs: Object.fromEntries(
        inputs.map((name) => [name, terminals.includes(name) ? [-10, terminals.indexOf(name)] : null]),
      ),
    };
    const definition: MadeSubgraph = {
      id,
      nodes: [inner],
      inputs: terminals.map((name) => [name, node.types?.[name] ?? '*']),
      outputs: (node.outputs ?? []).map((type, slot) => ({ name: type, type, from: [1, slot] })),
    };
    const host: MadeNode = {
      id: node.id,
      type: id,
      inputs: Object.fromEntries(terminals.map((name) => [name, node.inputs?.[name] ?? null])),
      widgets: terminals.filter((name) => node.widgets?.includes(name)),
      ...(node.types ? { types: node.types } : {}),
      ...(node.outputs ? { outputs: node.outputs } : {}),
    };
    return { host, definition };
  }

  /** A node with its links led through reroutes, bypassed nodes and nodes without wires, and what they are led through. */
  function detoured(node: MadeNode): MadeNode[] {
    const added: MadeNode[] = [];
    const inputs = Object.fromEntries(
      Object.entries(node.inputs ?? {}).map(([name, origin]) => {
        const type = node.types?.[name] ?? '*';
        return [name, origin && detour(origin, type, added)];
      }),
    );
    return [{ ...node, inputs }, ...added];
  }

  function detour(origin: readonly [number, number], type: string, added: MadeNode[]): readonly [number, number] {
    const id = next++;
    switch (choose(['none', 'none', 'reroute', 'reroutes', 'bypassed', 'wireless'] as const)) {
      case 'reroute':
        added.push({ id, type: 'Reroute', inputs: { '': origin }, outputs: [type] });
        return [id, 0];
      case 'reroutes':
        added.push({ id, type: 'Reroute', inputs: { '': origin }, outputs: [type] });
        return detour([id, 0], type, added);
      case 'bypassed': {
        const lora = {
          id,
          type: 'LoraLoader',
          mode: 4,
          values: ['detail.safetensors', 1, 1],
          outputs: ['MODEL', 'CLIP'],
        };
        const types = { model: 'MODEL', clip: 'CLIP' };
        if (type === 'MODEL') added.push({ ...lora, types, inputs: { model: origin, clip: null } });
        else if (type === 'CLIP') added.push({ ...lora, types, inputs: { model: null, clip: origin } });
        else return origin;
        return [id, type === 'MODEL' ? 0 : 1];
      }
      case 'wireless':
        added.push(
          { id, type: 'SetNode', values: [`name-${id}`], inputs: { value: origin } },
          { id: next++, type: 'GetNode', values: [`name-${id}`], outputs: [type] },
        );
        return [next - 1, 0];
      default:
        return origin;
    }
  }
}

function defaultOf(type: string, choices: readonly unknown[] | null): unknown {
  return { INT: 1, FLOAT: 1, STRING: '', BOOLEAN: false }[type] ?? choices?.[0];
}
