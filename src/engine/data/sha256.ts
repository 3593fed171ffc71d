// SHA-256, by the browser where it offers one. Knows nothing of what it hashes.
// Without https or localhost (a phone on the same network, say) crypto.subtle is missing; the digits must load there
// too, and unchecked bytes are worse than a tenth of a second, so a plain implementation of FIPS 180-4 stands in.

/** Lower-case hexadecimal. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  const digest = subtle ? new Uint8Array(await subtle.digest('SHA-256', bytes)) : plainSha256(bytes);
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The 32 bytes of the digest, without crypto.subtle. */
export function plainSha256(bytes: Uint8Array): Uint8Array {
  const { state, constants } = primeRoots();
  const whole = bytes.length - (bytes.length % 64);
  const schedule = new Int32Array(64);
  for (let start = 0; start < whole; start += 64) compress(state, bytes, start, schedule, constants);
  const end = paddedEnd(bytes, whole);
  for (let start = 0; start < end.length; start += 64) compress(state, end, start, schedule, constants);
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, k) => digest.setInt32(4 * k, word));
  return new Uint8Array(digest.buffer);
}

/** The last part block, a one bit, zeros, and the length in bits: one or two blocks. */
function paddedEnd(bytes: Uint8Array, whole: number): Uint8Array {
  const rest = bytes.length - whole;
  const end = new Uint8Array(rest < 56 ? 64 : 128);
  end.set(bytes.subarray(whole));
  end[rest] = 0x80;
  const view = new DataView(end.buffer);
  view.setUint32(end.length - 8, Math.floor(bytes.length / 0x20000000));
  view.setUint32(end.length - 4, (bytes.length << 3) >>> 0);
  return end;
}

/** First 32 fractional bits of the square roots of the first 8 primes and of the cube roots of the first 64. */
function primeRoots(): { state: Int32Array; constants: Int32Array } {
  const primes: number[] = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  const bits = (root: number) => Math.floor((root - Math.floor(root)) * 0x100000000) | 0;
  return { state: Int32Array.from(primes.slice(0, 8), (p) => bits(Math.sqrt(p))), constants: Int32Array.from(primes, (p) => bits(Math.cbrt(p))) };
}

const turn = (x: number, n: number) => (x >>> n) | (x << (32 - n));

function compress(state: Int32Array, bytes: Uint8Array, start: number, w: Int32Array, constants: Int32Array): void {
  for (let t = 0; t < 16; t++) {
    const at = start + 4 * t;
    w[t] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  }
  for (let t = 16; t < 64; t++) {
    const s0 = turn(w[t - 15], 7) ^ turn(w[t - 15], 18) ^ (w[t - 15] >>> 3);
    const s1 = turn(w[t - 2], 17) ^ turn(w[t - 2], 19) ^ (w[t - 2] >>> 10);
    w[t] = w[t - 16] + s0 + w[t - 7] + s1;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let t = 0; t < 64; t++) {
    const t1 = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + constants[t] + w[t]) | 0;
    const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, k) => (state[k] += word));
}
