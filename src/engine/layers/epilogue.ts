// What ends a linear layer within the kernel that makes it: bias or folded batch norm, and ReLU. Knows no layer.

export interface Epilogue {
  readonly biased: boolean;
  readonly scaled: boolean;
  readonly relu: boolean;
}

export const PLAIN: Epilogue = { biased: false, scaled: false, relu: false };

/** A bias alone. */
export const BIAS: Epilogue = { ...PLAIN, biased: true };

export function epilogueConstants({ biased, scaled, relu }: Epilogue): Record<string, number> {
  return { BIASED: biased ? 1 : 0, SCALED: scaled ? 1 : 0, RELU: relu ? 1 : 0 };
}
