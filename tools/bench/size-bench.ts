import { measureSize } from '../size.ts'
import type { Bench } from './bench.ts'

export const size: Bench = {
  about: 'bytes of the SDK in a production bundle, gzipped, SQLite apart',
  run: async () => {
    const parts = await measureSize()
    for (const { name, bytes } of parts) console.log(`part ${name} ${(bytes / 1000).toFixed(2)} kB`)
    const total = parts.reduce((sum, { bytes }) => sum + bytes, 0)
    return { figures: [{ name: 'sdk-gzipped', value: total / 1000 }], details: { parts } }
  },
}
