// The flags under which Chromium offers WebGPU: without a GPU, and on one. It knows no path and starts nothing.

// All of the GPU process on SwiftShader, which Chromium carries. Without these the first WebGPU canvas loses the device;
// with `--use-angle=vulkan` instead, the first GPU process dies for want of an X display and a page that asks early gets no adapter.
const SWIFTSHADER_FLAGS = ['--enable-features=Vulkan', '--use-vulkan=swiftshader', '--use-angle=swiftshader'];

/** `--enable-unsafe-webgpu` brings the SwiftShader adapter where there is no GPU. */
export const WEBGPU_FLAGS = ['--enable-unsafe-webgpu', ...(process.platform === 'linux' ? SWIFTSHADER_FLAGS : [])];

/** A quiet browser; the sandbox cannot start as root nor in most containers. */
export const QUIET_FLAGS = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'];

export const CHROMIUM_FLAGS = [...WEBGPU_FLAGS, ...QUIET_FLAGS];

/** A machine's own GPU, without a display: pages are drawn on it too, and no surface asks for an X server. */
const LINUX_GPU_FLAGS = ['--enable-features=Vulkan', '--use-angle=vulkan', '--disable-vulkan-surface'];

/** The same browser on the machine's GPU. */
export const GPU_FLAGS = ['--enable-unsafe-webgpu', '--ignore-gpu-blocklist', ...(process.platform === 'linux' ? LINUX_GPU_FLAGS : []), ...QUIET_FLAGS];

/** The same browser with `navigator.gpu` but no adapter, in pages and in workers alike, as on a blocked driver. */
export const NO_ADAPTER_FLAGS = ['--disable-features=WebGPUService', ...QUIET_FLAGS];
