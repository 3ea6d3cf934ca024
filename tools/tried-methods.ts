import { commandRows } from '../packages/core/test/commands/command-rows.ts'
import type { Command } from '../packages/core/test/commands/rows.ts'
import type { LocalWrite, Read } from '../packages/core/test/offline/every-chat.ts'
import { readRows } from '../packages/core/test/offline/read-rows.ts'
import { writeRows } from '../packages/core/test/offline/write-rows.ts'
import { projectFiles, readProjectFile } from './check/project.ts'

/** What the tables of tests say of a method: each of their rows is a test by the name of the method. */
export interface TriedMethods {
  /** The storages on which it is tested to answer after an offline relaunch; empty where it is not. */
  offlineOn(method: string): readonly string[]
  /** Whether a command is tested to wait without a connection, or to be refused; `undefined` where it is not tested. */
  waits(method: string): boolean | undefined
}

export const readTriedMethods = async (): Promise<TriedMethods> => {
  const storages = (await projectFiles())
    .filter((file) => /^packages\/core\/test\/offline\/.*\.test\.ts$/.test(file))
    .flatMap((file) => [...readProjectFile(file).matchAll(/^offlineTable\('([^']+)'/gm)].map(([, name = '']) => name))
    .sort()
  const isRead = (method: string): method is Read => Object.hasOwn(readRows, method)
  const isWrite = (method: string): method is LocalWrite => Object.hasOwn(writeRows, method)
  const isCommand = (method: string): method is Command => Object.hasOwn(commandRows, method)
  return {
    offlineOn: (method) =>
      isWrite(method) || (isRead(method) && readRows[method].needsConnection !== true) ? storages : [],
    waits(method) {
      if (isCommand(method)) return commandRows[method].waits
      return isRead(method) && readRows[method].needsConnection === true ? false : undefined
    },
  }
}
