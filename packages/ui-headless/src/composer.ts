import type { ConversationReference } from '@latchkey/core'
import type { Kit } from './kit.js'
import { createWritable, derive, type Readable } from './readable.js'

export interface ComposerView {
  /** What is in the field. */
  readonly text: string
  readonly canSend: boolean
  /** Why nothing can be written here; absent when it can. */
  readonly disabledReason?: string
  /** Why the last send did not work; absent when it did. */
  readonly problem?: string
}

/** The field under a timeline: its draft lives in the local data, so that it survives everything. */
export interface Composer extends Readable<ComposerView> {
  setText(text: string): void
  /** Empties the field once the message is durable on this device. */
  send(): Promise<void>
  /** Keeps the draft now; for when the field goes away. */
  keepDraft(): Promise<void>
}

const draftDelayMs = 400

export function createComposer({ chat, texts, surroundings }: Kit, conversation: ConversationReference): Composer {
  const head = chat.live.queryConversation(conversation)
  /** `undefined`: nobody has typed here yet, so that the stored draft is shown. */
  const typed = createWritable<string | undefined>(undefined)
  const problem = createWritable<string | undefined>(undefined)
  let stopTimer: (() => void) | undefined

  const textNow = () => typed.getSnapshot() ?? head.getSnapshot().conversation?.draft ?? ''

  async function keepDraft(): Promise<void> {
    stopTimer?.()
    stopTimer = undefined
    const text = typed.getSnapshot()
    if (text === undefined || text === (head.getSnapshot().conversation?.draft ?? '')) return
    await chat.setConversationDraft(conversation, text)
  }

  function keepDraftSoon(): void {
    stopTimer ??= surroundings.startTimer(draftDelayMs, () => {
      // A draft that cannot be kept now is kept with the next change.
      keepDraft().catch(() => undefined)
    })
  }

  const view = derive<ComposerView>([typed, problem, head], () => {
    const text = textNow()
    const isDisabled = head.getSnapshot().conversation?.isDisabled === true
    const shownProblem = problem.getSnapshot()
    return {
      text,
      canSend: text.trim() !== '' && !isDisabled,
      ...(isDisabled ? { disabledReason: texts.leftGroup } : {}),
      ...(shownProblem === undefined ? {} : { problem: shownProblem }),
    }
  })

  return {
    ...view,
    setText(text) {
      typed.set(text)
      keepDraftSoon()
    },
    keepDraft,
    async send() {
      const text = textNow().trim()
      if (text === '') return
      // What is sent is no draft any more, and must not flash up as one.
      stopTimer?.()
      stopTimer = undefined
      typed.set('')
      problem.set(undefined)
      try {
        const sending = chat.sendMessage(conversation, { type: 'text', text })
        // Right behind the message, so that a list shows what was sent as a draft no longer than it must.
        keepDraft().catch(() => undefined)
        await sending
      } catch (error) {
        // Nothing that was written is lost: it goes back into the field.
        if (typed.getSnapshot() === '') typed.set(text)
        keepDraftSoon()
        problem.set(texts.notSent)
        throw error
      }
    },
  }
}
