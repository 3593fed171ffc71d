// Stops with one line when Node is too old. Import it first: it knows nothing of the rest and uses only old syntax.
var OLDEST = [20, 19];
var found = process.versions.node.split('.').map(Number);

if (found[0] < OLDEST[0] || (found[0] === OLDEST[0] && found[1] < OLDEST[1])) {
  console.error('Node: ' + process.versions.node + '. This needs ' + OLDEST.join('.') + ' or newer: install it from https://nodejs.org and try again.');
  process.exit(1);
}
