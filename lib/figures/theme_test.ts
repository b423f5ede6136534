import assert from "node:assert/strict";
import { TECHNIQUES } from "../base/vocabulary.ts";
import {
  DIFFERENCE_COLOURS,
  ORDER_COLOURS,
  OUTCOME_COLOURS,
  PAIR_COLOURS,
  SHARE_STEPS,
  shareColour,
  TECHNIQUE_COLOURS,
  WHO_COLOURS,
} from "./theme.ts";

type Triple = readonly [number, number, number];

/**
 * Dichromats' view of linear RGB, severity 1.0: Machado, Oliveira and Fernandes (2009), "A
 * physiologically-based model for simulation of color vision deficiency", IEEE TVCG 15, 1291–1298.
 */
const VISIONS: Readonly<Record<string, readonly Triple[]>> = {
  full: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function linear(colour: string): Triple {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((start) => {
    const value = parseInt(colour.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return [r, g, b];
}

/** CIE L*a*b* of linear sRGB under D65. */
function lab([r, g, b]: Triple): Triple {
  const f = (t: number) => t > 216 / 24389 ? Math.cbrt(t) : (24389 / 27 * t + 16) / 116;
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = f(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function seen(colour: string, vision: readonly Triple[]): Triple {
  const from = linear(colour);
  const [r = 0, g = 0, b = 0] = vision.map((row) =>
    Math.min(1, Math.max(0, row[0] * from[0] + row[1] * from[1] + row[2] * from[2]))
  );
  return lab([r, g, b]);
}

function pairs(colours: readonly string[]): [string, string][] {
  return colours.flatMap((a, i) => colours.slice(i + 1).map((b): [string, string] => [a, b]));
}

const COLOURS = TECHNIQUES.map((technique) => TECHNIQUE_COLOURS[technique]);

/** What is told apart by colour within one figure. */
const SETS: Readonly<Record<string, readonly string[]>> = {
  technique: COLOURS,
  outcome: OUTCOME_COLOURS,
  difference: Object.values(DIFFERENCE_COLOURS),
  pair: PAIR_COLOURS,
  order: ORDER_COLOURS,
  who: Object.values(WHO_COLOURS),
};

for (const [name, vision] of Object.entries(VISIONS)) {
  for (const [set, colours] of Object.entries(SETS)) {
    Deno.test(`${set} colours stay apart with ${name} colour vision`, () => {
      for (const [a, b] of pairs(colours)) {
        const [p, q] = [seen(a, vision), seen(b, vision)];
        const distance = Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
        assert.ok(distance > 15, `${a} and ${b} are ${distance.toFixed(1)} apart`);
      }
    });
  }
}

Deno.test("ordered colours fall in lightness", () => {
  const lightness = ORDER_COLOURS.map((colour) => lab(linear(colour))[0]);
  lightness.slice(1).forEach((value, i) => assert.ok(value < (lightness[i] ?? 0) - 8));
});

Deno.test("technique colours stay apart in print without colour", () => {
  for (const [a, b] of pairs(COLOURS)) {
    const difference = Math.abs(lab(linear(a))[0] - lab(linear(b))[0]);
    assert.ok(difference >= 14, `${a} and ${b} differ by ${difference.toFixed(1)} in lightness`);
  }
});

Deno.test("shareColour() falls in lightness from step to step and holds at the ends", () => {
  const lightness = Array.from({ length: 21 }, (_, i) => lab(linear(shareColour(i / 20)))[0]);
  lightness.slice(1).forEach((value, i) => assert.ok(value < (lightness[i] ?? 0)));
  assert.deepEqual(
    [0, 0.25, 0.5, 0.75, 1, -1, 2].map(shareColour),
    [...SHARE_STEPS, SHARE_STEPS[0], SHARE_STEPS[4]],
  );
});
