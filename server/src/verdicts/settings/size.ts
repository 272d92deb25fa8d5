/** Verdicts on width and height: how the picture stands to the sizes the model was trained on. */
import { ofPicture } from '../../run/index.ts';
import { figure, type Judge, tidy } from './remark.ts';

export const judgeSize: Judge = ({ run, knowledge }) => {
  const [width, height] = run.size.sides.map(({ pixels }) => pixels);
  if (width === undefined || height === undefined) return [{ id: 'side' }];
  const { unit } = run.size;
  const size = `${width} x ${height}`;
  if (unit && (width % unit.pixels !== 0 || height % unit.pixels !== 0))
    return [{ id: 'unfit', values: { size, unit: unit.pixels, of: unit.of } }];
  const pixels = width * height;
  const said = ofPicture(run.model, ({ size }) => size?.native);
  if (!said) return [{ id: 'plain', values: { size, megapixels: tidy(pixels / 1e6) } }];
  const { model, fact: sizes } = said;
  const areas = sizes.map(([w, h]) => w * h);
  const nearest = areas.reduce((best, area, i) => (far(area) < far(areas[best]) ? i : best), 0);
  const values = { model: model.name, size, native: `${sizes[0][0]} x ${sizes[0][1]}` };
  if (sizes.some(([w, h]) => (w === width && h === height) || (w === height && h === width)))
    return [{ id: 'native', values }];
  const times = pixels / areas[nearest];
  if (times < figure(knowledge, 'size', 'small'))
    return [{ id: 'small', values: { ...values, percent: Math.round(times * 100) } }];
  if (times > figure(knowledge, 'size', 'large')) return [{ id: 'large', values: { ...values, times: tidy(times) } }];
  return [{ id: 'near', values }];

  function far(area: number): number {
    return Math.abs(Math.log(pixels / area));
  }
};
