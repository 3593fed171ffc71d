// The state that a link holds, and the link that holds it. It knows the settings' controls, not the page.
import { createLoader, createSerializer, type SingleParserBuilder } from 'nuqs/server';
import type { SettingField, TrainSettings, Unit } from '../../engine/protocol.ts';
import type { MapMode } from '../state/mapMode.ts';
import { VIEWS, type ViewName, type ViewOptions } from '../state/views.ts';
import { batchNorm, identity, integer, mapMode, run, settingParser, unit, viewName, viewOptions, word, wrt } from './parsers.ts';

export interface Link {
  /** True for a run that the visitor trained; false for the ready-made one. */
  trained: boolean;
  /** True for a model that the visitor loaded. */
  own: boolean;
  /** Identity of the visitor's own digits, which a link cannot hold; null for the shipped ones. */
  data: string | null;
  settings: TrainSettings;
  /** The iteration of a trained run that is on show; null: as it is now. */
  moment: number | null;
  digit: number | null;
  layer: string | null;
  wrt: readonly string[] | 'input' | null;
  /** True for batch statistics in batch norms. */
  batch: boolean;
  unit: Unit | null;
  /** `conv1/kernel[2,3,0,7]`. */
  parameter: string | null;
  map: MapMode | null;
  /** The view that is open below the first loop, null for the first, and how it is set. */
  view: ViewName | null;
  options: ViewOptions;
}

export interface LinkCodec {
  /** `?seed=3&digit=12…` of a state; only what differs from the defaults. A trained run always names its seed. */
  write(link: Link): string;
  /** The state in a query, and the keys whose values could not be read (defaults stand in for them). */
  read(query: string): { link: Link; refused: { key: string; value: string }[] };
}

type AnyParser = SingleParserBuilder<number> | SingleParserBuilder<string> | SingleParserBuilder<Unit> | SingleParserBuilder<readonly string[] | 'input'> | SingleParserBuilder<ViewOptions>;

/** `defaults` are the settings that a link leaves out. */
export function linkCodec(fields: readonly SettingField[], defaults: TrainSettings): LinkCodec {
  const view = { run, data: identity, moment: integer, digit: integer, layer: word, wrt, bn: batchNorm, unit, parameter: word, map: mapMode, view: viewName, set: viewOptions };
  const settings = Object.fromEntries(fields.map((field) => [field.name, settingParser(field)])) as Record<string, AnyParser>;
  const load = createLoader({ ...settings, ...view });
  const serialize = createSerializer({ ...settings, ...view });

  return {
    write(link) {
      const changed = fields
        .map(({ name }) => name)
        .filter((name) => link.settings[name] !== defaults[name] || (name === 'seed' && link.trained));
      return serialize({
        ...Object.fromEntries(changed.map((name) => [name, link.settings[name]])),
        run: link.trained ? 'trained' : link.own ? 'own' : null,
        data: link.data,
        moment: link.moment,
        digit: link.digit,
        layer: link.layer,
        wrt: link.wrt,
        bn: link.batch ? 'batch' : null,
        unit: link.unit,
        parameter: link.parameter,
        map: link.map,
        view: link.view,
        set: Object.keys(link.options).length > 0 ? link.options : null,
      });
    },
    read(query) {
      const given = new URLSearchParams(query);
      const loaded = load(given) as Record<string, unknown>;
      const refused = Object.keys(loaded)
        .filter((key) => given.has(key) && loaded[key] === null)
        .map((key) => ({ key, value: given.get(key)! }));
      const chosen = fields.filter(({ name }) => loaded[name] !== null).map(({ name }) => [name, loaded[name]]);
      const link: Link = {
        trained: loaded.run === 'trained',
        own: loaded.run === 'own',
        data: loaded.data as string | null,
        settings: { ...defaults, ...Object.fromEntries(chosen) },
        moment: loaded.moment as number | null,
        digit: loaded.digit as number | null,
        layer: loaded.layer as string | null,
        wrt: loaded.wrt as Link['wrt'],
        batch: loaded.bn === 'batch',
        unit: loaded.unit as Unit | null,
        parameter: loaded.parameter as string | null,
        map: loaded.map as MapMode | null,
        view: (loaded.view as ViewName | null) ?? (loaded.set === null ? null : VIEWS[0]),
        options: (loaded.set as ViewOptions | null) ?? {},
      };
      return { link, refused };
    },
  };
}
