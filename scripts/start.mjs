// npm start: installs what is missing, builds, serves the built page and prints its address. Plain Node, no dependencies.
import './lib/node-version.mjs';
import { parseArgs } from 'node:util';
import { ensureInstalled } from './lib/install.mjs';
import { freePort } from './lib/port.mjs';
import { ROOT } from './lib/run.mjs';

try {
  const { port, host } = readOptions();
  await ensureInstalled();
  await serve(port, host);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

/** `npm start -- --port 5000`, `npm start --port=5000` (npm keeps that one for itself) and PORT all work. */
function readOptions() {
  const { values } = parseArgs({ options: { port: { type: 'string' }, host: { type: 'string' } } });
  const text = values.port ?? process.env.npm_config_port ?? process.env.PORT ?? '4173';
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`port: ${text}. Give a whole number from 1 to 65535.`);
  return { port, host: values.host ?? 'localhost' };
}

async function serve(wanted, host) {
  const vite = await import('vite');
  await vite.build({ root: ROOT, logLevel: 'warn' });
  const port = await freePort(wanted, host);
  if (port !== wanted) console.log(`Port ${wanted} is in use; taking ${port}.`);
  const server = await vite.preview({ root: ROOT, logLevel: 'warn', preview: { port, host, strictPort: true, open: false } });
  console.log(`\nJacobian explorer: http://${host}:${port}/\nCtrl-C stops it.`);
  stopOn(server, 'SIGINT', 'SIGTERM');
}

function stopOn(server, ...signals) {
  const stop = () => {
    // Connections that a browser keeps open would hold the process for seconds.
    server.httpServer.closeAllConnections?.();
    void server.close().finally(() => process.exit(0));
  };
  for (const signal of signals) process.once(signal, stop);
}
