// Which layers this page can show: those whose outputs are maps. The engine answers for the others too.
import type { LayerInfo } from '../../engine/protocol.ts';

export function showsMaps({ explorable, shape }: LayerInfo): boolean {
  return explorable && shape.length === 3;
}
