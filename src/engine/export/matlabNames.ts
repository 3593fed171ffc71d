// Names of arrays as MATLAB's variables: letters, digits and underscores, no more than 63 of them, each name once. Pure.

const LONGEST = 63;

/** `J/conv1/kernel` is `J_conv1_kernel`; what comes later under a name that is taken has a number behind it. */
export function matlabNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const plain = name.replace(/\W/g, '_').replace(/^(?=[^A-Za-z])/, 'v').slice(0, LONGEST);
    let found = plain;
    for (let number = 2; taken.has(found); number++) found = `${plain.slice(0, LONGEST - 1 - String(number).length)}_${number}`;
    taken.add(found);
    return found;
  });
}
