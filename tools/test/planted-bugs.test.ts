import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { plantedBugs } from '../simulate/planted-bugs.ts'

describe('the bugs that the simulator plants', () => {
  it('are at least 12, each with a name of its own', () => {
    expect(new Set(plantedBugs.map(({ name }) => name)).size).toBeGreaterThanOrEqual(12)
  })

  it.each(plantedBugs)('still fit the sources: $name', async ({ file, find, replace }) => {
    const source = await readFile(new URL(`../../packages/${file}`, import.meta.url), 'utf8')
    expect(source.split(find).length - 1).toBe(1)
    expect(source.replace(find, () => replace)).not.toBe(source)
  })
})
