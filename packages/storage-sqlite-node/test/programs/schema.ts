import type { StorageSchema, StorageScope } from '@latchkey/core/driver'

export const scope: StorageScope = { app: 'acme', userID: 'ada' }

export const schema: StorageSchema = {
  version: 1,
  tables: [{ name: 'rows', key: ['batch', 'part'], indexes: { by_part: ['part'] } }],
}
