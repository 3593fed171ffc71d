// The flags under which Chromium offers WebGPU without a GPU. It knows no path and starts nothing.

// Together they keep SwiftShader's device alive: without all three the first WebGPU canvas or synchronous read-back
// loses it. Elsewhere ANGLE has no Vulkan to use, and a real GPU or the plain flag does.
const VULKAN_FLAGS = ['--enable-features=Vulkan', '--use-vulkan=swiftshader', '--use-angle=vulkan'];

/** `--enable-unsafe-webgpu` brings the SwiftShader adapter where there is no GPU. */
export const WEBGPU_FLAGS = ['--enable-unsafe-webgpu', ...(process.platform === 'linux' ? VULKAN_FLAGS : [])];

/** A quiet browser; the sandbox cannot start as root nor in most containers. */
export const QUIET_FLAGS = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'];

export const CHROMIUM_FLAGS = [...WEBGPU_FLAGS, ...QUIET_FLAGS];

/** The same browser with `navigator.gpu` but no adapter, in pages and in workers alike, as on a blocked driver. */
export const NO_ADAPTER_FLAGS = ['--disable-features=WebGPUService', ...QUIET_FLAGS];
