import { ChatError } from '@latchkey/core/driver'
import { expect, test } from 'vitest'

test('a package is read from its sources, with no build before', () => {
  expect(import.meta.resolve('@latchkey/core/driver')).toMatch(/packages\/core\/src\/driver\.ts$/)
  expect(ChatError).toBeTypeOf('function')
})
