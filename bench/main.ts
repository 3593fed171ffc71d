// The page that `npm run bench` opens, once for every part in a fresh browser: `?part=` says what it measures. The script
// collects `window.results`.
import { testDevice } from '../src/engine/testing/device.ts';
import { measurePart } from './parts.ts';

declare global {
  interface Window {
    results: Promise<unknown>;
  }
}

window.results = measurePart(new URLSearchParams(location.search), testDevice);
