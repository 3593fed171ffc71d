// Plans a Jacobian and computes it where it was asked for: on a device, or in float64 on the host.
import type { Images, Network } from '../model/network.ts';
import { bindingOf, defaultBudget } from './budget.ts';
import { checkImages, checkParameters, checkSizes } from './checks.ts';
import { activationsOnDevice, compileOnDevice, jacobianOnDevice } from './computeOnDevice.ts';
import { activationsOnHost, jacobianOnHost } from './computeOnHost.ts';
import type { Floats, Jacobian, JacobianOptions } from './jacobian.ts';
import { type ChainChoice, type Plan, planJacobian, type PlanRequest, sitesOf } from './plan.ts';
import { type JacobianStream, type PartLimits, streamOf } from './stream.ts';

/** What a caller asks for, and, of a part, among which images its own are. */
type Asked = JacobianOptions & Pick<PlanRequest, 'among'>;

/** Plans of a network that were made last, by what was asked: they depend on nothing else, weights least of all. */
const plans = new WeakMap<Network, Map<string, Plan>>();
const MOST_PLANS = 16;

/** The plan for where it is computed: the host only pulls rows down. @throws when something does not fit. */
export function planned(network: Network, imageCount: number, options: Asked, device: GPUDevice | null, chains: ChainChoice = 'auto'): Plan {
  const { of, wrt, batchNorm, method, rows, budget, among } = options;
  const choice = device ? chains : 'never';
  const asked = JSON.stringify([imageCount, of, wrt, batchNorm, method, rows, budget, among, choice]);
  const known = plans.get(network) ?? new Map<string, Plan>();
  let plan = known.get(asked);
  if (!plan) {
    plan = planJacobian(network, imageCount, options, choice);
    checkSizes(plan.sites);
    if (known.size >= MOST_PLANS) known.clear();
    plans.set(network, known.set(asked, plan));
  }
  return plan;
}

export async function computeJacobian(network: Network, images: Images, options: Asked, device: GPUDevice | null, chains: ChainChoice = 'auto'): Promise<Jacobian> {
  checkImages(network, images);
  options.signal?.throwIfAborted();
  const plan = planned(network, images.shape[0], options, device, chains);
  checkParameters(plan.sites);
  return device ? jacobianOnDevice(device, images, plan, options) : jacobianOnHost(images, plan, options);
}

/** The same in parts, within a share of the budget. All of them are made the same way, so that their blocks are alike. */
export function streamJacobian(network: Network, images: Images, options: JacobianOptions, device: GPUDevice | null, { share = 1, mostRows }: Pick<PartLimits, 'share' | 'mostRows'> = {}): JacobianStream {
  checkImages(network, images);
  const budget = (options.budget ?? defaultBudget(device)) / share;
  const plan = planned(network, images.shape[0], { ...options, budget }, device);
  checkParameters(plan.sites);
  const choice = plan.chain ? 'always' : 'never';
  const fixed = { ...options, method: plan.method };
  const limits = { budget, bytesPerNumber: device ? 4 : 8, binding: device ? bindingOf(device) : undefined, share, mostRows };
  return streamOf(plan, images, fixed, limits, (part, partOptions) => computeJacobian(network, part, partOptions, device, choice));
}

/** Compiles what `computeJacobian` will need for as many images. */
export async function compilePipelines(network: Network, imageCount: number, options: JacobianOptions, device: GPUDevice | null): Promise<void> {
  if (!device) return;
  const [H, W, C] = network.inputShape;
  const images: Images = { data: new Float32Array(imageCount * H * W * C), shape: [imageCount, H, W, C] };
  await compileOnDevice(device, images, planned(network, imageCount, options, device), options);
}

export async function computeActivations(
  network: Network,
  images: Images,
  of: string | undefined,
  device: GPUDevice | null,
  batchNorm: JacobianOptions['batchNorm'] = 'inference',
): Promise<{ data: Floats; shape: readonly [number, number, number, number] }> {
  checkImages(network, images);
  const sites = sitesOf(network, images.shape[0], of ?? network.layers.at(-1)!.name, batchNorm === 'batch');
  checkSizes(sites);
  checkParameters(sites);
  const data = device ? await activationsOnDevice(device, sites, images) : activationsOnHost(sites, images);
  return { data, shape: [images.shape[0], ...sites.at(-1)!.output] };
}
