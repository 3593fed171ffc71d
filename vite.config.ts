// The build: one page and its worker, both under a policy that allows no eval and no other host.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { licences } from './scripts/lib/licences.mjs';

const ROOT = fileURLToPath(new URL('.', import.meta.url));

// Inline styles are for style attributes, which React and Radix set.
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Writes the policy into the built pages, so that any host serves it. The development server needs inline scripts. */
function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY }, injectTo: 'head-prepend' },
    ],
  };
}

/** The two fonts of every first paint are asked for with the page, so that no line breaks anew when they come. */
function preloadFonts(): Plugin {
  return {
    name: 'preload-fonts',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle = {} }) =>
        Object.keys(bundle)
          .filter((file) => /(inter|jetbrains-mono)-latin-wght[^/]*\.woff2$/.test(file))
          .map((file) => ({ tag: 'link', attrs: { rel: 'preload', href: `./${file}`, as: 'font', type: 'font/woff2', crossorigin: '' }, injectTo: 'head' as const })),
    },
  };
}

const { collect, write } = licences('licences.md');
const PAGES = ['index.html', 'fixtures.html'].filter((page) => existsSync(`${ROOT}${page}`));

export default defineConfig({
  root: ROOT,
  // Relative addresses: the built folder may be put under any path.
  base: './',
  plugins: [react(), contentSecurityPolicy(), preloadFonts(), collect(), write],
  // Licence comments of bundled packages are gathered in one file instead of travelling with the worker.
  worker: { format: 'es', plugins: () => [collect()], rolldownOptions: { output: { comments: { legal: false } } } },
  build: {
    target: 'baseline-widely-available',
    modulePreload: { polyfill: false },
    rolldownOptions: { input: PAGES.map((page) => `${ROOT}${page}`) },
    chunkSizeWarningLimit: 1500,
  },
  // A worker takes its policy from its own response, not from the page that starts it.
  preview: { headers: { 'Content-Security-Policy': POLICY } },
});
