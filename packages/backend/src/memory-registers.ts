import type { RegisterName, RegisterRow } from './log-rows.js'
import type { LogReader } from './log-store.js'
import { audienceName, type MemoryRows } from './memory-rows.js'

type RegisterReader = Pick<LogReader, 'getRegisters' | 'listRegisters' | 'countRegisters'>

/** A key of three parts, of which only the last may hold a line break. */
export function registerName({ kind, conversationKey = '', key }: RegisterName): string {
  return `${kind}\n${conversationKey}\n${key}`
}

export function createMemoryRegisters(rows: MemoryRows): RegisterReader {
  return {
    async getRegisters(scope, kind, keys, { conversationKey } = {}) {
      const ofScope = rows.registers.get(audienceName(scope))
      return [...new Set(keys)].flatMap((key) => {
        const name = { kind, key, ...(conversationKey !== undefined && { conversationKey }) }
        return ofScope?.get(registerName(name)) ?? []
      })
    },

    async listRegisters(scope, { after, skip = 0, kind, limit }) {
      return [...(rows.registers.get(audienceName(scope))?.values() ?? [])]
        .filter((register) => kind === undefined || register.kind === kind)
        .filter((register) => after === undefined || compareNames(register, after) > 0)
        .sort(compareNames)
        .slice(skip, skip + limit)
    },

    async countRegisters(scope, kind, { conversationKey } = {}) {
      const ofScope: Iterable<RegisterRow> = rows.registers.get(audienceName(scope))?.values() ?? []
      return [...ofScope].filter(
        (register) =>
          register.kind === kind &&
          register.value !== undefined &&
          (conversationKey === undefined || register.conversationKey === conversationKey),
      ).length
    },
  }
}

function compareNames(one: RegisterName, other: RegisterName): number {
  return (
    compareBytes(one.kind, other.kind) ||
    compareBytes(one.conversationKey ?? '', other.conversationKey ?? '') ||
    compareBytes(one.key, other.key)
  )
}

// The bytes of UTF-8 are in the order of the code points, which that of the code units is not.
function compareBytes(one: string, other: string): number {
  const others = [...other]
  for (const [index, character] of [...one].entries()) {
    const difference = (character.codePointAt(0) ?? 0) - (others[index]?.codePointAt(0) ?? -1)
    if (difference !== 0) return difference
  }
  return one.length - other.length
}
