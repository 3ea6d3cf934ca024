import { startProgram } from './programs.ts'

/** The bundled server, as the process that its command starts. */
export interface ServerProcess {
  readonly url: string
  readonly port: number
  readonly processID: number
  /** `kill -9`; resolves when it is dead. */
  kill(): Promise<void>
}

/** Starts it on the data in `folder`. `port` 0 takes one that is free. */
export const startServerProcess = async (
  command: string,
  folder: string,
  port: number,
  parameters: readonly string[] = [],
): Promise<ServerProcess> => {
  const program = startProgram(command, ['--port', String(port), '--folder', folder, ...parameters])
  for await (const line of program.lines) {
    const url = /ws:\/\/\S+/.exec(line)?.[0]
    if (url === undefined) continue
    return {
      url,
      port: Number(new URL(url).port),
      processID: program.processID,
      async kill() {
        program.kill()
        const end = await program.ended
        if (end !== 'SIGKILL') throw new Error(`The server ended by itself: ${end}.`)
      },
    }
  }
  throw new Error(`The server ended with ${await program.ended} before it listened.`)
}

/** A token for a day, by the server's own command. */
export const issueToken = async (command: string, folder: string, userID: string): Promise<string> => {
  const program = startProgram(command, ['token', userID, '--folder', folder])
  for await (const token of program.lines) return token
  throw new Error(`No token for ${userID}.`)
}
