/** What a mapping and those around it speak of, where that is no picture, or no generation. */
import type { MapValue } from '../syntax/document.ts';
import { ancestorKeys, ancestorsOf, type Contexts } from './contexts.ts';
import { isRecord, type Subject, type Subjects } from './subjects.ts';

export interface About {
  /** Whether a mapping is about something else that has steps. What is of pictures alone outweighs all but what stands for one value. */
  isOther(map: MapValue, pictorial: boolean): boolean;
  /** Whether the steps are those of a robot's policy: one word says so where nothing speaks of pictures, two in any case. */
  isRobot(map: MapValue, isEvident: boolean): boolean;
  /** Whether it tells what came of a run, with the settings that it had. */
  isRecord(map: MapValue): boolean;
  /** Whether something in a mapping or around it says that this is made. */
  makes(made: Subject['kind'], map: MapValue): boolean;
}

export function createAbout(contexts: Contexts, subjects: Subjects): About {
  const around = (map: MapValue) => [map, ...ancestorsOf(map)];

  return {
    isOther(map, pictorial) {
      const { subjects: about } = contexts.of(map);
      if (about.some(({ kind, beside }) => kind === 'other' && (beside || !pictorial))) return true;
      return !pictorial && ancestorKeys(map).some(subjects.isOther);
    },
    isRobot(map, isEvident) {
      const about = around(map).flatMap((each) => contexts.of(each).subjects);
      return about.filter(({ kind }) => kind === 'robot').length > Number(isEvident);
    },
    isRecord: (map) => around(map).some((each) => isRecord(contexts.of(each).subjects)),
    makes(made, map) {
      const isSaid = ({ kind }: Subject) => kind === made;
      if (contexts.of(map).subjects.some(isSaid)) return true;
      const surroundings = contexts.surroundings(map);
      return surroundings.some((each) => contexts.of(each).subjects.some((one) => one.single && isSaid(one)));
    },
  };
}
