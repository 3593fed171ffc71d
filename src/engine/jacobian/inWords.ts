// Numbers as a visitor reads them. Pure.

/** 11520 → 11 520. */
export const spaced = (value: number) => Math.round(value).toLocaleString('en').replace(/,/g, ' ');

/** 1290240 → 1.29 MB. */
export function bytesInWords(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(bytes) / 3)));
  return `${(bytes / 1000 ** power).toLocaleString('en', { maximumSignificantDigits: 3 })} ${units[power]}`;
}
