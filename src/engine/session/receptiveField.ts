// What a unit looks at on the input, found with the same windows that the Jacobian uses. Pure.
import { planJacobian } from '../jacobian/plan.ts';
import { placeOf, type Window } from '../layers/window.ts';
import type { Network } from '../model/network.ts';
import type { Row } from '../protocol.ts';

type Field = Row['receptiveField'];

/** The window on the input of any unit of layer `of`, in inference mode. */
export function inputWindow(network: Network, of: string): Window {
  return planJacobian(network, 1, { of, wrt: 'input', method: 'structured' }, 'never').inputBlock!.window!;
}

/** Rows and columns of the image; may stick out of it where the network pads. `index` is the unit's row in J. */
export function receptiveField(window: Window, index: number): Field {
  const { top, left } = placeOf(window, index);
  return { top, left, height: window.size[0], width: window.size[1] };
}
