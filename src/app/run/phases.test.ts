import { expect, test } from 'vitest';
import type { RunPhase } from '../../engine/protocol.ts';
import { commandsOf, hasDiverged, isRunning, partDone, phaseInWords } from './phases.ts';

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
  expect(phaseInWords({ phase: 'preparing', iteration: 0, iterations: 12, fraction: 0.25 })).toBe('Preparing: 25\u00a0% of the GPU programs');
  expect(phaseInWords({ phase: 'preparing', iteration: 0, iterations: 12, fraction: null })).toBe('Preparing: digits, weights, GPU programs');
});

test('how far it is: by its programs, by its validation, or by its iterations', () => {
  expect(partDone({ phase: 'preparing', fraction: 0.25 })).toBe(0.25);
  expect(partDone({ phase: 'preparing', fraction: null })).toBeNull();
  expect(partDone({ phase: 'finalising', fraction: null })).toBe(0);
  expect(partDone({ phase: 'training', fraction: null })).toBeNull();
});

test('a run that diverged is told from one that failed otherwise', () => {
  const where = { phase: 'failed', iteration: 3, iterations: 12, fraction: null } as const;
  const diverged = { ...where, error: { code: 'not-finite', message: '' } };
  expect([hasDiverged(diverged), hasDiverged({ ...where, error: { code: 'device', message: '' } }), hasDiverged({ ...diverged, phase: 'training' })]).toEqual([true, false, false]);
  expect(phaseInWords(diverged)).toBe('Diverged after iteration 3 of 12');
  expect(phaseInWords(where)).toBe('Failed at iteration 3 of 12');
});
