import { afterEach, expect, test, vi } from 'vitest'
import { nextTask } from '../../src/platform/next-task.js'

afterEach(() => {
  vi.unstubAllGlobals()
})

test.each([
  ['a message channel', {}],
  ['nothing but timers', { MessageChannel: undefined }],
])('the next task comes behind what waits already, with %s', async (_with, globals) => {
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value)
  const order: string[] = []
  const later = nextTask().then(() => order.push('next task'))
  void Promise.resolve().then(() => order.push('microtask'))
  await later
  expect(order).toEqual(['microtask', 'next task'])
})
