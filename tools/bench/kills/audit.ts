/** Messages of one conversation as somebody has them, oldest first. Every text of a run is another. */
export interface Copy {
  /** Who has them: the server, or a device. */
  readonly holder: string
  /** The same name for both ends of a peer conversation. */
  readonly conversation: string
  readonly texts: readonly string[]
}

export interface Audit {
  /** Sends that were taken and are not at the server, or messages of the server that a device does not have. */
  readonly lost: readonly string[]
  /** Messages that somebody has more than once. */
  readonly doubled: readonly string[]
  /** Messages that stand before one that its sender wrote earlier, or elsewhere than at the server. */
  readonly reordered: readonly string[]
  /** Messages on a device that the server does not have. */
  readonly invented: readonly string[]
}

/**
 * Compares what senders were promised with what the server has, and that with what each device has. `taken`: the texts of
 * each sender in each conversation whose `sendMessage` resolved, in the order of sending, as `SENDER LAUNCH NUMBER`.
 */
export const auditCopies = (
  taken: ReadonlyMap<string, readonly string[]>,
  server: readonly Copy[],
  devices: readonly Copy[],
): Audit => {
  const lost: string[] = []
  const doubled: string[] = []
  const reordered: string[] = []
  const invented: string[] = []
  const byConversation = new Map(server.map((copy) => [copy.conversation, copy]))

  for (const { holder, texts } of [...server, ...devices]) {
    const seen = new Set<string>()
    for (const text of texts) {
      if (seen.has(text)) doubled.push(`${text} at ${holder}`)
      seen.add(text)
    }
  }
  for (const [conversation, texts] of taken) {
    const stored = new Set(byConversation.get(conversation)?.texts)
    lost.push(...texts.filter((text) => !stored.has(text)).map((text) => `${text} at the server`))
  }
  for (const { texts } of server) reordered.push(...outOfOrder(texts))
  for (const { holder, conversation, texts } of devices) {
    const wanted = byConversation.get(conversation)?.texts ?? []
    const held = new Set(texts)
    const stored = new Set(wanted)
    lost.push(...wanted.filter((text) => !held.has(text)).map((text) => `${text} at ${holder}`))
    invented.push(...texts.filter((text) => !stored.has(text)).map((text) => `${text} at ${holder}`))
    const common = wanted.filter((text) => held.has(text))
    const shown = [...new Set(texts)].filter((text) => stored.has(text))
    reordered.push(...shown.filter((text, index) => text !== common[index]).map((text) => `${text} at ${holder}`))
  }
  return { lost, doubled, reordered, invented }
}

/** The texts that stand behind a later one of the same sender. */
const outOfOrder = (texts: readonly string[]): string[] => {
  const last = new Map<string, readonly [number, number]>()
  return texts.filter((text) => {
    const [sender = '', launch = '', number = ''] = text.split(' ')
    const place = [Number(launch), Number(number)] as const
    const [lastLaunch, lastNumber] = last.get(sender) ?? [-1, -1]
    const isEarlier = place[0] < lastLaunch || (place[0] === lastLaunch && place[1] < lastNumber)
    if (!isEarlier) last.set(sender, place)
    return isEarlier
  })
}
