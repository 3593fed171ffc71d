// What a layer's own output does when its parameters move. Every layer's output is linear in them, apart from a part that does not
// depend on them: so its derivative is its forward pass with the direction in their place, less that with zeros.
import { ruleOf } from '../../layers/rules.ts';
import type { Parameter } from '../../model/network.ts';
import { outputAt, type Trace } from './trace.ts';

/** Σ_p ∂(output cell)/∂p · direction[p] for every cell of site `at`, [N, H, W, C]. `direction`, by name, has none for a parameter that stays. */
export function parameterEffect(trace: Trace, at: number, direction: ReadonlyMap<string, Float64Array>): Float64Array {
  const site = trace.sites[at];
  const { host, parameters } = ruleOf(site.layer);
  const own = new Set(parameters(site.layer).map(({ name }) => name));
  const inputs = site.from.map((input) => outputAt(trace, input));
  const outputWith = (numbers: ReadonlyMap<string, Float64Array>) => {
    const values = (parameter: Parameter) => {
      const there = trace.values(parameter);
      return own.has(parameter.name) ? (numbers.get(parameter.name) ?? new Float64Array(there.length)) : there;
    };
    return host.forward(site, inputs[0], values, inputs).output;
  };
  const still = outputWith(new Map());
  return outputWith(direction).map((value, cell) => value - still[cell]);
}
