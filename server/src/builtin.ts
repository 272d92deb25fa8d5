/** The built-in model, as every host has it. */
import type { Knowledge } from './knowledge/knowledge.ts';
import type { Backend } from './render/backend.ts';
import { createBuiltinBackend } from './render/builtin/index.ts';
import type { Nearest } from './render/builtin/request.ts';
import type { Scenes } from './render/builtin/scenes-schema.ts';

/** `worker`: what its thread runs, as `BuiltinOptions` has it. Neither that nor the scenes are asked for before the first render. */
export function builtinWith(knowledge: Knowledge, worker: () => string): Backend {
  const scenes = () => knowledge.data.scenes as Scenes;
  return createBuiltinBackend({ scenes, worker, nearest: nearestIn(knowledge) });
}

function nearestIn(knowledge: Knowledge): Nearest {
  return (what, id) => {
    const asked = knowledge[what](id);
    const found = asked && knowledge[what](asked.builtin);
    return asked && found ? { id: found.id, name: found.name, asked: asked.name } : null;
  };
}
