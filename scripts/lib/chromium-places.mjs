// Where a Chrome or Chromium that the system has may be, on Linux, macOS and Windows, and the Vulkan driver that comes with
// it. It starts none of them.
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'google-chrome-beta', 'chrome', 'microsoft-edge'];

/**
 * Existing paths, the likeliest first.
 * @param {{ platform?: string, env?: Record<string, string | undefined>, exists?: (path: string) => boolean }} [system]
 */
export function systemChromiums({ platform = process.platform, env = process.env, exists = existsSync } = {}) {
  const places = platform === 'darwin' ? macPlaces(env) : platform === 'win32' ? windowsPlaces(env) : linuxPlaces();
  return [...new Set([...places, ...onPath(platform, env)])].filter((path) => exists(path));
}

/**
 * Descriptions of SwiftShader, Vulkan on the processor, that stand beside these browsers, for the `VK_ICD_FILENAMES` of
 * Vulkan's loader. What is on the PATH may be a link to a browser, or a script that starts one elsewhere.
 * @param {{ browsers?: string[], exists?: (path: string) => boolean, real?: (path: string) => string }} [system]
 */
export function softwareDrivers({ browsers = [...(process.env.CHROMIUM_PATH ? [process.env.CHROMIUM_PATH] : []), ...systemChromiums()], exists = existsSync, real = realpathSync } = {}) {
  const folders = [...browsers.filter((path) => exists(path)).map((path) => dirname(real(path))), '/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'];
  return [...new Set(folders)].map((folder) => join(folder, 'vk_swiftshader_icd.json')).filter((path) => exists(path));
}

function linuxPlaces() {
  return ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/opt/google/chrome/chrome', '/snap/bin/chromium'];
}

function macPlaces(env) {
  const apps = ['Google Chrome', 'Chromium', 'Google Chrome Canary', 'Microsoft Edge'];
  const folders = ['/Applications', `${env.HOME ?? ''}/Applications`];
  return folders.flatMap((folder) => apps.map((app) => `${folder}/${app}.app/Contents/MacOS/${app}`));
}

function windowsPlaces(env) {
  const programs = ['Google\\Chrome\\Application\\chrome.exe', 'Chromium\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];
  const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(Boolean);
  return folders.flatMap((folder) => programs.map((program) => `${folder}\\${program}`));
}

function onPath(platform, env) {
  const suffix = platform === 'win32' ? '.exe' : '';
  const folders = (env.PATH ?? '').split(platform === 'win32' ? ';' : ':').filter(Boolean);
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name + suffix)));
}
