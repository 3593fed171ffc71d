import { expect, test } from 'vitest';
import { createPageStore } from '../state/store.ts';
import { createHeldStore } from './heldStore.ts';

test('what is held stands still and catches up once', () => {
  const whole = createPageStore();
  const { store, hold } = createHeldStore(whole);
  const heard: boolean[] = [];
  const leave = store.subscribe((state, before) => heard.push(state.busy, before.busy));
  whole.setState({ busy: true });
  expect(heard).toEqual([true, false]);
  hold(true);
  whole.setState({ busy: false });
  whole.setState({ playing: true });
  expect(store.getState()).toMatchObject({ busy: true, playing: false });
  expect(heard).toEqual([true, false]);
  hold(false);
  expect(store.getState()).toMatchObject({ busy: false, playing: true });
  expect(heard).toEqual([true, false, false, true]);
  leave();
  whole.setState({ busy: true });
  hold(true);
  hold(false);
  expect(heard).toHaveLength(4);
});
