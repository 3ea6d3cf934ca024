import type { StorageDriver } from '@latchkey/core/driver'
import { memoryStorage } from '@latchkey/storage-memory'
import { describe, expect, test } from 'vitest'
import { brokenStorageDrivers } from '../src/broken-storage.js'
import { runStorageCase, storageCases, type StorageCase, type StorageKitOptions } from '../src/storage.js'
import {
  createSealedSmall,
  openSealing,
  soundSealing,
  unboundSealing,
  uncheckedSealing,
  type Sealing,
} from './storage-sealing.js'

const exampleCases = storageCases.filter(({ clauses }) => clauses.length === 1)
const modelCases = storageCases.filter(({ clauses }) => clauses.length > 1)

/** The clauses of the cases that reject. */
async function failingClauses(cases: readonly StorageCase[], options: StorageKitOptions): Promise<string[]> {
  const failing: string[] = []
  for (const storageCase of cases) {
    if (storageCase.needs && !options.supports[storageCase.needs]) continue
    await runStorageCase(storageCase, options).catch(() => failing.push(...storageCase.clauses))
  }
  return failing
}

/** Memory that claims to be durable, and is not. */
function falselyDurable(): StorageKitOptions {
  const create = (): StorageDriver => ({ ...memoryStorage(), supports: { durable: true, files: true, search: true } })
  return {
    supports: { durable: true, files: true, search: true },
    create: () => ({ driver: create(), relaunch: create, damage: async () => undefined }),
  }
}

function sealedBy(sealing: Sealing): StorageKitOptions {
  return {
    supports: { sealed: true, files: true, search: true },
    create() {
      const { small, bytes } = createSealedSmall(sealing)
      return {
        driver: { ...memoryStorage(), supports: { sealed: true, files: true, search: true }, small },
        smallRecordBytes: bytes,
      }
    },
  }
}

describe('a broken storage driver fails exactly the clauses that it breaks', () => {
  for (const { clauses, defect, wrap } of brokenStorageDrivers) {
    test(`${clauses.join(' ')} when ${defect}`, async () => {
      const { supports } = wrap(memoryStorage())
      const options = { supports, create: () => ({ driver: wrap(memoryStorage()) }) }
      expect(await failingClauses(exampleCases, options)).toEqual(clauses)
    })
  }

  test('ST-06 ST-13 ST-57 ST-58 when it claims to be durable and keeps nothing', async () => {
    expect(await failingClauses(exampleCases, falselyDurable())).toEqual(['ST-06', 'ST-13', 'ST-57', 'ST-58'])
  })

  test('ST-67 when its seal does not bind the name', async () => {
    expect(await failingClauses(exampleCases, sealedBy(unboundSealing))).toEqual(['ST-67'])
  })

  test('ST-66 ST-67 when its seal is not authenticated', async () => {
    expect(await failingClauses(exampleCases, sealedBy(uncheckedSealing))).toEqual(['ST-66', 'ST-67'])
  })

  test('ST-68 when its seal is not secret', async () => {
    expect(await failingClauses(exampleCases, sealedBy(openSealing))).toEqual(['ST-68'])
  })

  test('none when its seal is sound', async () => {
    expect(await failingClauses(exampleCases, sealedBy(soundSealing))).toEqual([])
  })
})

test('every clause but ST-03, with which every case begins, has a driver that breaks it', () => {
  const broken = brokenStorageDrivers.flatMap(({ clauses }) => clauses)
  const byTheirClaims = ['ST-13', 'ST-57', 'ST-58', 'ST-66', 'ST-67', 'ST-68']
  const clauses = exampleCases.flatMap((storageCase) => storageCase.clauses)

  expect([...new Set([...broken, ...byTheirClaims, 'ST-03'])].sort()).toEqual(clauses.sort())
})

describe('random histories find what breaks', () => {
  const findable = brokenStorageDrivers.filter(({ clauses: [clause = ''] }) =>
    modelCases.some(({ clauses }) => clauses.includes(clause)),
  )
  for (const { clauses, defect, wrap } of findable) {
    test(`${clauses.join(' ')} when ${defect}`, async () => {
      const options = {
        supports: { files: true, search: true },
        create: () => ({ driver: wrap(memoryStorage()) }),
        histories: 1000,
        // Others now and then are too few for what breaks seldom.
        historySeed: 1,
      }
      expect(await failingClauses(modelCases, options)).not.toEqual([])
    })
  }
})
