// The visitor's word for work that takes long: it holds for the same question of the same weights, until the page is left.
import { useState } from 'react';

const given = new Set<string>();

export function useAgreed(question: string): { agreed: boolean; agree: () => void } {
  const [, draw] = useState(0);
  return {
    agreed: given.has(question),
    agree() {
      given.add(question);
      draw((n) => n + 1);
    },
  };
}
