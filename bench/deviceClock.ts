// What a device takes from the beginning to the end of what it is given, by its own clock. Knows no work.

const MOST_SUBMISSIONS = 512;

/** Where the device has `timestamp-query`. */
export class DeviceClock {
  private readonly stamps: GPUQuerySet;
  private readonly times: GPUBuffer;
  private readonly copy: GPUBuffer;

  constructor(private readonly device: GPUDevice) {
    const size = 16 * MOST_SUBMISSIONS;
    this.stamps = device.createQuerySet({ type: 'timestamp', count: 2 * MOST_SUBMISSIONS });
    this.times = device.createBuffer({ size, usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC });
    this.copy = device.createBuffer({ size, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ });
  }

  static of(device: GPUDevice): DeviceClock | null {
    return device.features.has('timestamp-query') ? new DeviceClock(device) : null;
  }

  /** Milliseconds of all that `work` submits, from each submission's beginning to its end, clears and copies with it; pauses between them do not count. */
  async time(work: () => Promise<void>): Promise<number> {
    const { device, stamps } = this;
    let submissions = 0;
    const made = device.createCommandEncoder.bind(device);
    device.createCommandEncoder = (descriptor) => {
      const encoder = made(descriptor);
      const at = 2 * submissions++;
      if (submissions > MOST_SUBMISSIONS) throw new Error(`device clock: more than ${MOST_SUBMISSIONS} submissions; measure less at a time`);
      encoder.beginComputePass({ timestampWrites: { querySet: stamps, beginningOfPassWriteIndex: at } }).end();
      const finish = encoder.finish.bind(encoder);
      encoder.finish = (options) => {
        encoder.beginComputePass({ timestampWrites: { querySet: stamps, endOfPassWriteIndex: at + 1 } }).end();
        return finish(options);
      };
      return encoder;
    };
    try {
      await work();
    } finally {
      device.createCommandEncoder = made;
    }
    return this.read(submissions);
  }

  private async read(submissions: number): Promise<number> {
    const { device, stamps, times, copy } = this;
    const encoder = device.createCommandEncoder();
    encoder.resolveQuerySet(stamps, 0, 2 * submissions, times, 0);
    encoder.copyBufferToBuffer(times, 0, copy, 0, 16 * submissions);
    device.queue.submit([encoder.finish()]);
    await copy.mapAsync(GPUMapMode.READ, 0, 16 * submissions);
    const nanoseconds = new BigUint64Array(copy.getMappedRange(0, 16 * submissions));
    let total = 0n;
    for (let k = 0; k < submissions; k++) total += nanoseconds[2 * k + 1] - nanoseconds[2 * k];
    copy.unmap();
    return Number(total) / 1e6;
  }

  dispose(): void {
    this.stamps.destroy();
    this.times.destroy();
    this.copy.destroy();
  }
}
