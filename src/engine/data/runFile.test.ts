import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packRun, unpackRun } from './runFile.ts';

const file = { header: { name: 'a run', curve: [1, 2] }, arrays: new Map([['weights/conv1/kernel', Float32Array.of(1.5, -2, 3e-30)], ['none', new Float32Array(0)], ['last', Float32Array.of(7)]]) };

test('what is packed is unpacked, to the bit', () => {
  expect(unpackRun(packRun(file))).toEqual(file);
  fc.assert(
    fc.property(fc.string(), fc.array(fc.float32Array({ maxLength: 20 }), { maxLength: 5 }), (name, values) => {
      const whole = { header: { name }, arrays: new Map(values.map((each, k) => [`${name}${k}`, each])) };
      expect(unpackRun(packRun(whole))).toEqual(whole);
    }),
  );
});

test('a view into other bytes is read as well', () => {
  const packed = packRun(file);
  const within = new Uint8Array(packed.length + 3);
  within.set(packed, 3);
  expect(unpackRun(within.subarray(3))).toEqual(file);
});

test('any other file is refused, a shorter one at every length', () => {
  const packed = packRun(file);
  for (let length = 0; length < packed.length; length++) expect(() => unpackRun(packed.slice(0, length))).toThrow(/^run: /);
  expect(() => unpackRun(Uint8Array.from([...packed, 0]))).toThrow(/^run: \d+ bytes where its header needs \d+/);
  expect(() => unpackRun(packed.with(0, 0x50))).toThrow(/^run: the file is none that this page saved/);
  expect(() => unpackRun(packed.with(5, 9))).toThrow(/^run: format 9/);
  expect(() => unpackRun(packed.with(12, 0xff))).toThrow(/^run: its header cannot be read/);
});

test('a header that promises too much or nothing is refused before anything is made', () => {
  const claim = (json: string) => {
    const bytes = packRun({ header: 0, arrays: new Map() });
    const text = new TextEncoder().encode(json);
    const all = new Uint8Array(12 + Math.ceil(text.length / 4) * 4);
    all.set(bytes.subarray(0, 8));
    new DataView(all.buffer).setUint32(8, text.length, true);
    all.set(text, 12);
    return all;
  };
  expect(() => unpackRun(claim('{"header":1,"arrays":[{"name":"w","length":1e15}]}'))).toThrow(/^run: \d+ bytes where its header needs/);
  expect(() => unpackRun(claim('{"header":1,"arrays":[{"name":"w","length":-1}]}'))).toThrow(/^run: its header cannot be read/);
  expect(() => unpackRun(claim('null'))).toThrow(/^run: its header cannot be read/);
});
