// What is told of other weights waits for their pictures, but not for long.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EngineEvent } from '../../engine/protocol.ts';
import { createHolding } from './holding.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const filters: EngineEvent = { kind: 'filters', filters: null };
const networks: EngineEvent = { kind: 'networks', networks: [] };

test('filters wait until it lets go; all else, and what comes later, does not', () => {
  const told: EngineEvent[] = [];
  const holding = createHolding((event) => told.push(event));
  holding.hold();
  holding.hear(filters);
  holding.hear(networks);
  expect(told).toEqual([networks]);
  holding.letGo();
  expect(told).toEqual([networks, filters]);
  holding.hear(filters);
  expect(told).toEqual([networks, filters, filters]);
});

test('it lets go by itself after a fifth of a second', () => {
  const told: EngineEvent[] = [];
  const holding = createHolding((event) => told.push(event));
  holding.hold();
  holding.hear(filters);
  vi.advanceTimersByTime(199);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(told).toEqual([filters]);
});
