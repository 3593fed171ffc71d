// What digits.json says of the two files beside it. Knows neither how they come nor what is in them.

export interface DigitsFile {
  /** Beside the manifest. */
  file: string;
  /** Length of the IDX file itself. */
  bytes: number;
  /** Length as stored, gzipped; what a server may send. */
  storedBytes: number;
  /** Of the IDX file itself, lower-case hexadecimal: gzip differs between versions of zlib, the content does not. */
  sha256: string;
}

export interface DigitsManifest {
  count: number;
  height: number;
  width: number;
  classes: number;
  images: DigitsFile;
  labels: DigitsFile;
}

/** Throws, naming the field, when something is missing or impossible. */
export function parseManifest(text: string): DigitsManifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Error(`digits.json: no JSON (${(cause as Error).message}); write it with npm run digits`, { cause });
  }
  const manifest = record(value, 'whole');
  return {
    count: positive(manifest, 'count'),
    height: positive(manifest, 'height'),
    width: positive(manifest, 'width'),
    classes: positive(manifest, 'classes', 256),
    images: fileOf(manifest, 'images'),
    labels: fileOf(manifest, 'labels'),
  };
}

type Fields = Record<string, unknown>;

const refuse = (field: string, value: unknown, expected: string): never => {
  throw new Error(`digits.json ${field}: ${JSON.stringify(value)}; expected ${expected}, write it with npm run digits`);
};

function record(value: unknown, field: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(field, value, 'an object');
  return value as Fields;
}

function positive(fields: Fields, name: string, most = Number.MAX_SAFE_INTEGER): number {
  const value = fields[name];
  if (!Number.isSafeInteger(value) || (value as number) < 1 || (value as number) > most) return refuse(name, value, 'a whole number from 1 up');
  return value as number;
}

function matching(fields: Fields, name: string, pattern: RegExp, expected: string): string {
  const value = fields[name];
  return typeof value === 'string' && pattern.test(value) ? value : refuse(name, value, expected);
}

function fileOf(manifest: Fields, name: string): DigitsFile {
  const fields = record(manifest[name], name);
  return {
    file: matching(fields, 'file', /^[\w.-]+$/, 'the name of a file beside it'),
    bytes: positive(fields, 'bytes'),
    storedBytes: positive(fields, 'storedBytes'),
    sha256: matching(fields, 'sha256', /^[0-9a-f]{64}$/, '64 hexadecimal digits'),
  };
}
