import { expect, test } from 'vitest'
import { fuzz } from '../bench/fuzz-bench.ts'

test('a twentieth of the hostile frames of the bench: no crash, and nothing stored', { timeout: 300_000 }, async () => {
  const { figures } = await fuzz.run({ scale: 0.05 })
  const valueOf = (name: string) => figures.find((figure) => figure.name === name)?.value
  expect(valueOf('hostile-frames')).toBe(50_000)
  expect(valueOf('crashes')).toBe(0)
  expect(valueOf('stored')).toBe(0)
})
