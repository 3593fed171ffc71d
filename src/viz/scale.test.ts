import fc from 'fast-check';
import { lab } from 'd3';
import { describe, expect, it } from 'vitest';
import { CENTRE, FIRST, LAST, luminance, palette, type PaletteKind, type Theme } from './palette.ts';
import { colourise, divergingScale, domainOf, greyScale, magnitudeDomain, scaleOf, sequentialScale, symmetricDomain } from './scale.ts';

const THEMES: readonly Theme[] = ['light', 'dark'];
const KINDS: readonly PaletteKind[] = ['diverging', 'sequential', 'grey'];
const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 });

describe('divergingScale', () => {
  it('maps zero to the centre, whatever the values', () => {
    fc.assert(fc.property(fc.array(finite), (values) => {
      expect(divergingScale(values).index(0)).toBe(CENTRE);
    }));
  });

  it('is symmetric, grows with the value and clamps', () => {
    fc.assert(fc.property(finite, fc.double({ min: 1e-9, max: 1e6, noNaN: true }), (value, most) => {
      const scale = divergingScale(most);
      expect(scale.index(value) + scale.index(-value)).toBe(2 * CENTRE);
      expect(scale.index(Math.abs(value))).toBeGreaterThanOrEqual(CENTRE);
      expect(scale.index(most * 3)).toBe(LAST);
      expect(scale.index(-Infinity)).toBe(FIRST);
    }));
  });

  it('keeps its centre when all values have one sign, or are zero, or are not numbers', () => {
    expect(divergingScale([2, 4]).domain).toEqual([-4, 4]);
    expect(divergingScale([0, 0]).domain).toEqual([0, 0]);
    expect(divergingScale([0, 0]).index(0)).toBe(CENTRE);
    expect(divergingScale([NaN, -1]).domain).toEqual([-1, 1]);
    expect(divergingScale(1).index(NaN)).toBe(0);
  });
});

describe('ramps', () => {
  it('reach both ends and clamp beyond them', () => {
    const scale = sequentialScale(4);
    expect([-1, 0, 4, 9].map((value) => scale.index(value))).toEqual([FIRST, FIRST, LAST, LAST]);
    expect(greyScale([0, 255]).index(127.5)).toBe(CENTRE);
    expect(sequentialScale(0).index(0)).toBe(FIRST);
    expect([-2, 0, 2].map((value) => greyScale([-2, 2]).index(value))).toEqual([FIRST, CENTRE, LAST]);
    // Nearly the end is not the end.
    expect(greyScale([0, 255]).index(250)).toBeLessThan(LAST);
  });

  it('take their domains from the values', () => {
    expect(magnitudeDomain([1, 3])).toEqual([0, 3]);
    expect(symmetricDomain([-5, 3])).toEqual([-5, 5]);
    expect(scaleOf('diverging', [-1, 3], 'light').domain).toEqual([-3, 3]);
    expect(scaleOf('diverging', [-3, 1], 'light').domain).toEqual([-3, 3]);
    expect([domainOf('diverging', [1, 3]), domainOf('sequential', [1, 3])]).toEqual([[-3, 3], [0, 3]]);
  });

  it('write the pixels of the table, opaque, in order', () => {
    const scale = divergingScale(1, 'dark');
    const pixels = colourise([-1, 0, 1], scale);
    expect([...pixels]).toEqual([FIRST, CENTRE, LAST].map((entry) => scale.palette.pixels[entry]));
    expect(new Uint8Array(pixels.buffer)[3]).toBe(255);
  });
});

describe.each(THEMES)('the %s palettes', (theme) => {
  it('put warm above zero and cool below', () => {
    const { css } = palette('diverging', theme);
    expect(lab(css[LAST - 40]).b).toBeGreaterThan(10);
    expect(lab(css[FIRST + 40]).b).toBeLessThan(-10);
  });

  it('have a centre nearest to the paper and two arms of equal lightness', () => {
    const lightness = palette('diverging', theme).css.map((colour) => lab(colour).l);
    const away = theme === 'light' ? -1 : 1;
    for (let step = 1; step < 127; step++) {
      expect(away * (lightness[CENTRE + step] - lightness[CENTRE + step - 1])).toBeGreaterThan(-0.6);
      expect(away * (lightness[CENTRE - step] - lightness[CENTRE - step + 1])).toBeGreaterThan(-0.6);
    }
    // Equal magnitudes look equally strong.
    for (let step = 1; step <= 127; step++) expect(Math.abs(lightness[CENTRE + step] - lightness[CENTRE - step])).toBeLessThan(1);
  });

  it.each(KINDS)('carry %s figures in an ink of contrast 4.5 or more', (kind) => {
    const { css, darkInk } = palette(kind, theme);
    css.forEach((colour, entry) => {
      const level = luminance(colour) + 0.05;
      expect(darkInk[entry] ? level / 0.05 : 1.05 / level).toBeGreaterThanOrEqual(4.5);
    });
  });
});
