import { describe, expect, it } from 'vitest';
import { joinedText, merged, shaderOf } from './shader.ts';

const KERNEL = `override N: u32;
@group(0) @binding(0) var<uniform> chunk: vec4u;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read_write> b: array<vec2u>;

fn other(x: f32) -> f32 { return x; }

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(global_invocation_id) id: vec3u) {
  b[id.x].x = u32(other(a[id.x]));
}
`;

describe('a kernel as it is compiled', () => {
  it('asks for the length of every array, and of nothing else, before anything', () => {
    const shader = shaderOf(KERNEL);
    expect(shader).toContain('id: vec3u) {\n  if ((arrayLength(&a) == 0u) | (arrayLength(&b) == 0u)) { return; }\n  b[id.x].x');
    expect(shader.match(/arrayLength/g)).toHaveLength(2);
  });

  it('asks for none where there is no array', () => {
    const shader = shaderOf('@compute @workgroup_size(1) fn main() { }');
    expect(shader).toMatch(/^@compute @workgroup_size\(1\) fn main\(\) \{ \}/);
    expect(shader).not.toContain('arrayLength');
  });

  it('says how large a workgroup is, and which thread is which', () => {
    expect(shaderOf(KERNEL)).toMatch(/override WORKGROUP: u32;\nfn threadOf\(id: vec3u, groups: vec3u\) -> u32/);
  });
});

describe('files and constants put together', () => {
  it('join in order, the same files as the same text, others as others', () => {
    const text = joinedText('a', 'b', 'c');
    expect([text, joinedText('a', 'b'), joinedText('b', 'a', 'c'), joinedText()]).toEqual(['abc', 'ab', 'bac', '']);
    // Known again without being read: of another split the text is equal too.
    expect([joinedText('a', 'b', 'c'), joinedText('ab', 'c')]).toEqual([text, text]);
  });

  it('merge, the last of a name counts, and leave their lists alone', () => {
    const first = { A: 1, B: 2 };
    expect(merged(first, undefined, { B: 3, C: 4 })).toEqual({ A: 1, B: 3, C: 4 });
    expect(first).toEqual({ A: 1, B: 2 });
  });
});
