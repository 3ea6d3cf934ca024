import { expect, test } from 'vitest'
import { withReleasedFiles } from '../src/origin/ownership.js'

const taken = (): DOMException => new DOMException('taken', 'NoModificationAllowedError')

test('ST-08 files that are let go a little late are waited for', async () => {
  const attempts: number[] = []
  const result = await withReleasedFiles(async (attempt) => {
    attempts.push(attempt)
    if (attempt < 3) throw taken()
    return 'opened'
  })
  expect(result).toBe('opened')
  expect(attempts).toEqual([0, 1, 2, 3])
})

test('ST-06 files that are not let go are given up', async () => {
  const refused = withReleasedFiles(async () => {
    throw taken()
  })
  await expect(refused).rejects.toMatchObject({ name: 'NoModificationAllowedError' })
})

test('nothing else is tried twice', async () => {
  let attempts = 0
  const failed = withReleasedFiles(async () => {
    attempts++
    throw new DOMException('no', 'SecurityError')
  })
  await expect(failed).rejects.toMatchObject({ name: 'SecurityError' })
  expect(attempts).toBe(1)
})
