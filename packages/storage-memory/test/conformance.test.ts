import { describeStorageDriver } from '@latchkey/conformance/storage'
import { memoryStorage } from '../src/memory-storage.js'

describeStorageDriver('memory', {
  supports: { files: true, search: true },
  create: () => ({ driver: memoryStorage() }),
})
