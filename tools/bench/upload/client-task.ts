/** What a client process is started for. */
export interface ClientTask {
  /**
   * `send`: takes the files, and uploads them until nothing waits. `go-on`: uploads what an earlier launch took. `receive`: what it
   * has after a catch-up, its files fetched. `show`: what it has, offline.
   */
  readonly step: 'send' | 'go-on' | 'receive' | 'show'
  readonly userID: string
  readonly peerID: string
  readonly token: string
  readonly url: string
  readonly folder: string
  /** The paths of the files of the message. */
  readonly files: readonly string[]
}

/** A message that a client has, with what its files are. */
export interface HeldMessage {
  readonly messageID: string
  readonly sentStatus: string
  /** SHA-256 in hexadecimal, in their order. */
  readonly hashes: readonly string[]
}

export const formatClientTask = (task: ClientTask): string => JSON.stringify(task)

/** The argument of a client process comes from the bench alone. */
export const parseClientTask = (text: string): ClientTask => JSON.parse(text) as ClientTask

/** The line of a client process comes from this bench alone. */
export const parseHeldMessage = (text: string): HeldMessage => JSON.parse(text) as HeldMessage
