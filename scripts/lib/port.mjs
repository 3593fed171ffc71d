// Finds a port that nobody listens on. It starts no server of its own beyond the trial.
import { createServer } from 'node:net';

/** The first free port from `first` upwards. Throws after a hundred. */
export async function freePort(first, host) {
  const last = Math.min(first + 99, 65_535);
  for (let port = first; port <= last; port++) if (await isFree(port, host)) return port;
  throw new Error(`port: ${first} to ${last} are all in use. Choose another with --port.`);
}

// `localhost` may mean either loopback address: a server on only one of them would still answer for the other.
async function isFree(port, host) {
  const addresses = host === 'localhost' ? ['127.0.0.1', '::1'] : [host];
  for (const address of addresses) if (!(await canListen(port, address))) return false;
  return true;
}

function canListen(port, address) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else if (address === '::1') resolve(true); // no IPv6 here
      else reject(error);
    });
    server.listen(port, address, () => server.close(() => resolve(true)));
  });
}
