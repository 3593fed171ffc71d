// What a Jacobian will take, asked once a question, and the visitor's consent to those that take long.
import type { JacobianPlan } from '../../engine/protocol.ts';
import type { Context } from './context.ts';
import { questionKey, requestOf, takesLong } from './question.ts';
import type { Selection } from './store.ts';

/** Code of an exploration that waits for the visitor's word; nothing went wrong. */
export const waitsForConsent = 'waits-for-consent';

export interface Planning {
  /** The plan of what is selected. @throws with the code `waitsForConsent` when it takes long and has not been agreed to. */
  agreed(selection: Selection): Promise<JacobianPlan>;
  /** The visitor agrees to the question that is asked about. */
  agree(): void;
  keyOf(selection: Selection): string;
}

/** Plans of other weights stay right: shapes decide them. */
const kept = 24;

export function createPlanning({ store, api }: Context): Planning {
  const plans = new Map<string, JacobianPlan>();
  const consents = new Set<string>();

  const keyOf = (selection: Selection) => {
    const { run } = store.getState();
    return questionKey(run!.network, run!.layers, selection);
  };

  async function planOf(selection: Selection, key: string): Promise<JacobianPlan> {
    const known = plans.get(key);
    if (known) return known;
    const plan = await api().plan(requestOf(selection, selection.digit!));
    // Of long work the device may know better the next time how long it takes.
    if (plan.seconds !== null || !takesLong(plan)) plans.set(key, plan);
    if (plans.size > kept) plans.delete(plans.keys().next().value!);
    return plan;
  }

  return {
    keyOf,
    async agreed(selection) {
      const key = keyOf(selection);
      const plan = await planOf(selection, key);
      if (!takesLong(plan) || consents.has(key)) return plan;
      store.setState({ asking: { question: key, plan } });
      throw { code: waitsForConsent, message: plan.sentence };
    },
    agree() {
      const { asking } = store.getState();
      if (asking) consents.add(asking.question);
      store.setState({ asking: null });
    },
  };
}
