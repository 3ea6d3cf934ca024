import { ChatError } from '@latchkey/core/driver'
import { expect, test } from 'vitest'

test('the test browser has what the browser drivers stand on', async () => {
  const root = await navigator.storage.getDirectory()
  await root.getFileHandle('probe', { create: true })
  const held = await navigator.locks.request('probe', () => Promise.resolve('held'))
  expect(held).toBe('held')
  expect(indexedDB).toBeDefined()
  expect(ChatError).toBeTypeOf('function')
})
