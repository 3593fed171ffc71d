// What the device takes to clear, copy and fill as many bytes as a result has. Knows no Jacobian.
import { measure, type Timing } from './measure.ts';

const FILL = /* wgsl */ `
  @group(0) @binding(0) var<storage, read_write> x: array<f32>;
  @compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
    let at = id.y * groups.x * 64u + id.x;
    if (at < arrayLength(&x)) { x[at] = 1.0; }
  }`;

/** A kernel that writes every float of a buffer, one thread each. */
function filler(device: GPUDevice, buffer: GPUBuffer): (encoder: GPUCommandEncoder) => void {
  const pipeline = device.createComputePipeline({ layout: 'auto', compute: { module: device.createShaderModule({ code: FILL }) } });
  const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries: [{ binding: 0, resource: { buffer } }] });
  const groups = Math.ceil(buffer.size / 4 / 64);
  return (encoder) => {
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(Math.min(groups, 65535), Math.ceil(groups / 65535));
    pass.end();
  };
}

export async function measureBuffers(device: GPUDevice, bytes: number): Promise<Timing[]> {
  const make = () => device.createBuffer({ size: bytes, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC });
  const [a, b] = [make(), make()];
  const fill = filler(device, a);
  const submit = async (record: (encoder: GPUCommandEncoder) => void) => {
    const encoder = device.createCommandEncoder();
    record(encoder);
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
  };
  const megabytes = (bytes / 1e6).toFixed(1);
  const timings = [
    await measure(`clear of ${megabytes} MB`, 25, () => submit((encoder) => encoder.clearBuffer(a)), { device }),
    await measure(`copy of ${megabytes} MB`, 25, () => submit((encoder) => encoder.copyBufferToBuffer(a, 0, b, 0, bytes)), { device }),
    await measure(`fill kernel over ${megabytes} MB`, 9, () => submit(fill), { warm: 1, device }),
  ];
  a.destroy();
  b.destroy();
  return timings;
}
