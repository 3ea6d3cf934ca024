import { describe, test } from 'vitest'
import { storageCases } from './cases.js'
import { runStorageCase } from './storage-case.js'
import type { StorageKitOptions } from './storage-fixture.js'

/** Registers one test for every clause of the storage contract that applies to a driver. */
export function describeStorageDriver(name: string, options: StorageKitOptions): void {
  describe(`storage driver ${name}`, () => {
    for (const storageCase of storageCases) {
      if (storageCase.needs && !options.supports[storageCase.needs]) continue
      test(`${storageCase.clauses.join(' ')} ${storageCase.title}`, () => runStorageCase(storageCase, options))
    }
  })
}
