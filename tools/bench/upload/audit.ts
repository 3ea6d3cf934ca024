/** The messages of the conversation that somebody has. Without `hashes` it is said elsewhere what their files are. */
export interface Holding {
  readonly holder: string
  readonly messages: readonly {
    readonly messageID: string
    readonly sentStatus?: string
    readonly hashes?: readonly string[]
  }[]
}

export interface DeliveryAudit {
  /** Who does not have the message, or has it as one that is not sent. */
  readonly lost: readonly string[]
  /** Every message beyond the one. */
  readonly doubled: readonly string[]
  /** Files whose bytes are not those that were sent. */
  readonly different: readonly string[]
}

/** Compares what everybody has with the one message that was sent, with files of these hashes in this order. */
export const auditDelivery = (hashes: readonly string[], holdings: readonly Holding[]): DeliveryAudit => {
  const lost: string[] = []
  const doubled: string[] = []
  const different: string[] = []
  for (const { holder, messages } of holdings) {
    const [message, ...more] = messages
    if (message === undefined || (message.sentStatus ?? 'sent') !== 'sent') lost.push(`no sent message at ${holder}`)
    doubled.push(...more.map(({ messageID }) => `${messageID} at ${holder}`))
    if (message?.hashes === undefined) continue
    const { hashes: held } = message
    const count = Math.max(hashes.length, held.length)
    for (let index = 0; index < count; index += 1) {
      if (hashes[index] !== held[index]) different.push(`file ${index + 1} at ${holder}`)
    }
  }
  return { lost, doubled, different }
}
