// What the feature maps show, as one short string that a link can hold.

/** `activation`; `gradient` (all parameters); `gradient:conv1/kernel` (one block); `parameter` (a column of J). */
export type MapMode = 'activation' | 'gradient' | 'parameter' | `gradient:${string}`;

const blockPrefix = 'gradient:';

/** The mode from a link, or null when it is none. Whether a block of that name exists is not known here. */
export function parseMapMode(text: string): MapMode | null {
  const known = text === 'activation' || text === 'gradient' || text === 'parameter';
  return known || (text.startsWith(blockPrefix) && text.length > blockPrefix.length) ? (text as MapMode) : null;
}

/** `conv1/kernel` of `gradient:conv1/kernel`, else null. */
export function blockOf(mode: MapMode): string | null {
  return mode.startsWith(blockPrefix) ? mode.slice(blockPrefix.length) : null;
}

export function blockMode(parameter: string): MapMode {
  return `${blockPrefix}${parameter}`;
}
