/** The official workflows, and what ComfyUI's own frontend sends for each: they lie beside the checkout, packed. */

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ApiGraph,
  linkOf,
  type ObjectInfo,
  parseApiGraph,
  parseObjectInfo,
} from '../../server/src/render/backends/comfyui/graph.ts';

/** Another one is made by `npm run gold -- ADDRESS`. */
const GOLD = process.env.SWEETSPOT_GOLD ?? '../shared/gold';

export interface GoldWorkflow {
  readonly name: string;
  /** The workflow as its editor saves it. */
  readonly text: string;
  /** What the frontend sends. */
  readonly sent: ApiGraph;
}

export interface Gold {
  readonly workflows: readonly GoldWorkflow[];
  /** What the server says of its nodes. */
  readonly objectInfo: ObjectInfo;
}

/** Unpacks them with the system's `tar` and `xz`. */
export function loadGold(): Gold {
  const folder = mkdtempSync(join(tmpdir(), 'sweetspot-gold-'));
  try {
    for (const archive of ['templates', 'prompts'])
      execFileSync('tar', ['-xJf', join(GOLD, `${archive}.tar.xz`), '-C', folder]);
    const info = execFileSync('xz', ['-dc', join(GOLD, 'object_info.json.xz')], { maxBuffer: 2 ** 28 });
    const workflows = readdirSync(join(folder, 'templates')).map((file) => ({
      name: file.replace(/\.json$/, ''),
      text: readFileSync(join(folder, 'templates', file), 'utf8'),
      sent: parseApiGraph(JSON.parse(readFileSync(join(folder, 'prompts', file), 'utf8')).output),
    }));
    return { workflows, objectInfo: parseObjectInfo(JSON.parse(info.toString())) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Where a 3D view stands is no part of what is made. */
const VIEW_3D = /3d|glb|splat|pointcloud/i;

/**
 * What a graph makes, as text: each node that an output needs, by what it is and what it takes. Ids and titles don't matter (the
 * frontend numbers nodes of subgraphs anew where two share one), nor idle nodes, nor the state of a 3D view.
 */
export function makes(graph: ApiGraph, objectInfo: ObjectInfo): string {
  const known = new Map<string, string>();
  const described = (id: string): string => {
    const node = graph[id];
    if (!node) return 'nothing';
    const before = known.get(id);
    if (before !== undefined) return before;
    known.set(id, 'circle');
    const inputs = Object.entries(node.inputs)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([name, value]) => {
        const link = linkOf(value);
        if (link) return `${name}=${described(link[0])}.${link[1]}`;
        return VIEW_3D.test(node.class_type) ? [] : `${name}=${JSON.stringify(value)}`;
      });
    const hash = createHash('sha256')
      .update(`${node.class_type}(${inputs.join(', ')})`)
      .digest('hex');
    known.set(id, hash);
    return hash;
  };
  const outputs = Object.keys(graph).filter((id) => objectInfo.get(graph[id].class_type)?.isOutput);
  return outputs.map(described).sort().join('\n');
}
