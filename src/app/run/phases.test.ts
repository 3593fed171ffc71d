import { expect, test } from 'vitest';
import type { RunPhase } from '../../engine/protocol.ts';
import { commandsOf, isRunning, phaseInWords } from './phases.ts';

const table: [RunPhase, string][] = [
  ['ready-made', 'step train'],
  ['untrained', 'step train'],
  ['preparing', 'reset stop'],
  ['training', 'pause reset stop'],
  ['validating', 'pause reset stop'],
  ['paused', 'reset resume step stop'],
  ['finalising', 'reset'],
  ['finished', 'reset train'],
  ['stopped', 'reset train'],
  ['failed', 'reset train'],
];

test.each(table)('%s offers %s', (phase, commands) => {
  expect([...commandsOf(phase, true)].sort().join(' ')).toBe(commands);
});

test('a refused setting stops every new run, but not one that is under way', () => {
  expect([...commandsOf('ready-made', false)]).toEqual([]);
  expect([...commandsOf('finished', false)]).toEqual(['reset']);
  expect(commandsOf('paused', false).has('step')).toBe(true);
  expect(commandsOf('paused', false).has('resume')).toBe(true);
});

test('a phase never offers to pause and to train at once', () => {
  for (const [phase] of table) {
    const commands = commandsOf(phase, true);
    expect(commands.has('pause') && commands.has('train')).toBe(false);
    if (isRunning(phase)) expect(commands.has('train')).toBe(false);
  }
});

test('the phase in words', () => {
  expect(phaseInWords({ phase: 'validating', iteration: 3, iterations: 12, fraction: 0.4 })).toBe('Validating: 40\u00a0%');
  expect(phaseInWords({ phase: 'training', iteration: 1200, iterations: 3600, fraction: null })).toBe('Training: iteration 1\u00a0200 of 3\u00a0600');
});
