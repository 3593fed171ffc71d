import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Opened } from '../../engine/protocol.ts';
import { VIEWS } from '../state/views.ts';
import { fakeEngine } from '../testing/fakeEngine.ts';
import { linkCodec, type Link, type LinkCodec } from './link.ts';

let opened: Opened;
let codec: LinkCodec;
beforeAll(async () => {
  opened = await fakeEngine({ channels: 2 }).open(() => {});
  codec = linkCodec(opened.fields, opened.defaults);
});

const bare = (): Link => ({ trained: false, own: false, data: null, settings: opened.defaults, moment: null, digit: null, layer: null, wrt: null, batch: false, unit: null, parameter: null, map: null, view: null, options: {} });

test('nothing chosen, nothing written', () => {
  expect(codec.write(bare())).toBe('');
  expect(codec.read('')).toEqual({ link: bare(), refused: [] });
});

test('any state survives the round trip', () => {
  const index = fc.nat({ max: 999 });
  const optional = <T,>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
  const links = fc.record({
    shown: fc.constantFrom('ready-made', 'trained', 'own'),
    seed: fc.nat(),
    learningRate: fc.double({ min: 1e-6, max: 1, noNaN: true }),
    pixelScale: fc.constantFrom('0-255' as const, '0-1' as const),
    data: optional(fc.constantFrom('0123456789ab', 'ffffffffffff')),
    moment: optional(fc.nat({ max: 9999 })),
    digit: optional(fc.nat({ max: 9999 })),
    layer: optional(fc.constantFrom('conv1', 'bn1', 'relu1')),
    wrt: optional(fc.oneof(fc.constant('input' as const), fc.uniqueArray(fc.constantFrom('conv1/kernel', 'conv1/bias', 'bn1/gamma'), { minLength: 1 }))),
    batch: fc.boolean(),
    unit: optional(fc.record({ i: index, j: index, c: index })),
    parameter: optional(fc.constantFrom('conv1/kernel[2,3,0,7]', 'bn1/gamma[3]')),
    map: optional(fc.constantFrom('activation' as const, 'gradient' as const, 'gradient:bn1/beta' as const, 'parameter' as const)),
    open: fc.oneof(
      fc.constant({ view: null, options: {} }),
      fc.record({ view: fc.constantFrom(...VIEWS), options: fc.dictionary(fc.constantFrom('rows', 'columns', 'measure'), fc.constantFrom('channel', '1.5e-3', 'conv1/kernel[2,3,0,7]'), { minKeys: 1, noNullPrototype: true }) }),
      fc.record({ view: fc.constantFrom(...VIEWS.slice(1)), options: fc.constant({}) }),
    ),
  });
  fc.assert(
    fc.property(links, ({ seed, learningRate, pixelScale, shown, open: { view, options }, ...rest }) => {
      const link: Link = { ...rest, view, options, trained: shown === 'trained', own: shown === 'own', settings: { ...opened.defaults, seed, learningRate, pixelScale } };
      expect(codec.read(codec.write(link))).toEqual({ link, refused: [] });
    }),
  );
});

test('a trained run names its seed even when it is the default', () => {
  expect(codec.write({ ...bare(), trained: true })).toContain('seed=1');
  expect(codec.write({ ...bare(), trained: true })).toContain('run=trained');
});

test('what cannot be read is refused by name, and the default stands in', () => {
  const { link, refused } = codec.read('?seed=12abc&moment=last&digit=-&unit=1,2&map=sideways&pixelScale=2&epochs=7&run=maybe&bn=all&wrt=a,,b&data=0123456789AB&view=sideways&set=rows');
  expect(link).toEqual({ ...bare(), settings: { ...opened.defaults, epochs: 7 } });
  expect(refused.map(({ key }) => key).sort()).toEqual(['bn', 'data', 'digit', 'map', 'moment', 'pixelScale', 'run', 'seed', 'set', 'unit', 'view', 'wrt']);
  expect(refused.find(({ key }) => key === 'seed')!.value).toBe('12abc');
});

test('keys of others are left alone', () => expect(codec.read('?utm_source=x').refused).toEqual([]));
