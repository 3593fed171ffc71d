// Where a system's Chrome is looked for, on systems that this one is not.
import { expect, test } from 'vitest';
import { softwareDrivers, systemChromiums } from './chromium-places.mjs';

const only = (...paths: string[]) => (path: string) => paths.includes(path);

test('macOS: the application, before one in the home folder', () => {
  const system = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  const own = '/Users/ada/Applications/Chromium.app/Contents/MacOS/Chromium';
  const found = systemChromiums({ platform: 'darwin', env: { HOME: '/Users/ada' }, exists: only(own, system) });
  expect(found).toEqual([system, own]);
});

test('Windows: below the program folders', () => {
  const chrome = 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe';
  expect(systemChromiums({ platform: 'win32', env: { PROGRAMFILES: 'C:\\Program Files' }, exists: only(chrome) })).toEqual([chrome]);
});

test('Linux: the usual place, then the PATH, each once', () => {
  const env = { PATH: '/usr/bin:/home/ada/bin' };
  const found = systemChromiums({ platform: 'linux', env, exists: only('/home/ada/bin/chrome', '/usr/bin/chromium') });
  expect(found).toEqual(['/usr/bin/chromium', '/home/ada/bin/chrome']);
});

test('none', () => expect(systemChromiums({ platform: 'linux', env: {}, exists: () => false })).toEqual([]));

test('drivers: beside the browser that a link leads to, then where Debian keeps its own, each once', () => {
  const [own, debian] = ['/opt/browser/vk_swiftshader_icd.json', '/usr/lib/chromium/vk_swiftshader_icd.json'];
  const real = (path: string) => (path === '/home/ada/bin/chrome' ? '/opt/browser/chrome' : path);
  const found = softwareDrivers({ browsers: ['/home/ada/bin/chrome', '/opt/browser/chrome', '/gone/chrome'], exists: (path) => !path.startsWith('/gone') && (!path.endsWith('.json') || [own, debian].includes(path)), real });
  expect(found).toEqual([own, debian]);
});
