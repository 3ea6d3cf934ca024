/** A conversation that a client writes to, and the name that both ends know it by. */
export interface Target {
  readonly conversation: { readonly conversationType: 'peer' | 'group'; readonly conversationID: string }
  readonly name: string
}

/** What a client process is started for. */
export interface ClientTask {
  /** `send`: for ever. `settle`: until nothing waits. `catchUp`: until it follows. `show`: what it has, offline. */
  readonly step: 'send' | 'settle' | 'catchUp' | 'show'
  readonly userID: string
  readonly token: string
  readonly url: string
  readonly folder: string
  /** 0 logs in online. */
  readonly launch: number
  readonly targets: readonly [Target, ...Target[]]
}

export const formatClientTask = (task: ClientTask): string => JSON.stringify(task)

/** The argument of a client process comes from the bench alone. */
export const parseClientTask = (text: string): ClientTask => JSON.parse(text) as ClientTask
