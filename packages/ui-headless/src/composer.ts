import type { ConversationReference } from '@latchkey/core'
import { createChosenFiles, joinParts, type ChosenFileView, type TakenFiles } from './chosen-files.js'
import type { Kit } from './kit.js'
import { offersAttachments } from './offered.js'
import { createWritable, derive, type Readable } from './readable.js'
import type { ChosenFile } from './surroundings.js'

export interface ComposerView {
  /** What is in the field. */
  readonly text: string
  readonly canSend: boolean
  /** Whether files can be chosen here: the chat was made for it, and nothing is being edited. */
  readonly canAttach: boolean
  /** What goes with the next message. */
  readonly files: readonly ChosenFileView[]
  /** The message that the field changes; absent when it writes a new one. */
  readonly editedMessageID?: string
  /** Why nothing can be written here; absent when it can. */
  readonly disabledReason?: string
  /** Why the last send did not work, or a file cannot be sent; absent when all is well. */
  readonly problem?: string
}

/** The field under a timeline: its draft lives in the local data, so that it survives everything. */
export interface Composer extends Readable<ComposerView> {
  setText(text: string): void
  /** What is too large or too much is left out, and `problem` says so. */
  attach(files: readonly ChosenFile[]): void
  /** Takes a file out again. */
  detach(key: string): void
  /** Empties the field once the message is durable on this device; of an edit: once the change is. */
  send(): Promise<void>
  /** Keeps the draft now; for when the field goes away. */
  keepDraft(): Promise<void>
  /** Puts a message that was sent into the field. What was being written waits meanwhile. */
  edit(messageID: string, text: string): void
  /** Leaves the message as it is, and goes on with what was being written. */
  cancelEdit(): void
}

interface Edit {
  readonly messageID: string
  readonly original: string
  readonly text: string
}

const draftDelayMs = 400

export function createComposer(kit: Kit, conversation: ConversationReference): Composer {
  const { chat, texts, surroundings } = kit
  const head = chat.live.queryConversation(conversation)
  /** `undefined`: what is shown is the stored draft, which another device may change. */
  const typed = createWritable<string | undefined>(undefined)
  const edited = createWritable<Edit | undefined>(undefined)
  const problem = createWritable<string | undefined>(undefined)
  const chosen = createChosenFiles(kit)
  let stopTimer: (() => void) | undefined
  let earlier: Promise<unknown> = Promise.resolve()

  const storedDraft = () => head.getSnapshot().conversation?.draft ?? ''
  const draftNow = () => typed.getSnapshot() ?? storedDraft()

  async function keepDraft(): Promise<void> {
    stopTimer?.()
    stopTimer = undefined
    const text = typed.getSnapshot()
    if (text === undefined || text === storedDraft()) return
    await chat.setConversationDraft(conversation, text)
  }

  function keepDraftSoon(): void {
    stopTimer ??= surroundings.startTimer(draftDelayMs, () => {
      // A draft that cannot be kept now is kept with the next change.
      keepDraft().catch(() => undefined)
    })
  }

  const view = derive<ComposerView>([typed, edited, problem, chosen, head], () => {
    const edit = edited.getSnapshot()
    const text = edit?.text ?? draftNow()
    const isDisabled = head.getSnapshot().conversation?.isDisabled === true
    const { files, problem: fileProblem } = chosen.getSnapshot()
    const shownProblem = problem.getSnapshot() ?? (fileProblem === '' ? undefined : fileProblem)
    return {
      text,
      canSend: (text.trim() !== '' || (edit === undefined && files.length > 0)) && !isDisabled,
      canAttach: offersAttachments(chat) && edit === undefined && !isDisabled,
      files,
      ...(edit === undefined ? {} : { editedMessageID: edit.messageID }),
      ...(isDisabled ? { disabledReason: texts.leftGroup } : {}),
      ...(shownProblem === undefined ? {} : { problem: shownProblem }),
    }
  })

  async function saveEdit({ messageID, original, text }: Edit): Promise<void> {
    problem.set(undefined)
    if (text.trim() !== original) {
      try {
        await chat.editMessage(conversation, messageID, { type: 'text', text: text.trim() })
      } catch (error) {
        problem.set(texts.notSaved)
        throw error
      }
    }
    edited.set(undefined)
  }

  async function sendDraft(): Promise<void> {
    const text = draftNow().trim()
    if (text === '' && chosen.getSnapshot().files.length === 0) return
    // What is sent is no draft any more, and must not flash up as one.
    stopTimer?.()
    stopTimer = undefined
    typed.set('')
    problem.set(undefined)
    const taking = chosen.take()
    // What is sent later waits behind pictures that are still being looked into.
    const sending = earlier.then(async () => send(await taking, text))
    earlier = sending.catch(() => undefined)
    await sending
  }

  async function send({ parts, putBack }: TakenFiles, text: string): Promise<void> {
    try {
      const content = joinParts(parts, text)
      const sending = offersAttachments(chat)
        ? chat.sendAttachment(conversation, content)
        : chat.sendMessage(conversation, { type: 'text', text })
      // Right behind the message, so that a list shows what was sent as a draft no longer than it must.
      keepDraft().catch(() => undefined)
      await sending
    } catch (error) {
      // Nothing that was written is lost: it goes back into the field.
      putBack()
      if ((typed.getSnapshot() ?? '') === '') typed.set(text)
      keepDraftSoon()
      problem.set(texts.notSent)
      throw error
    }
  }

  return {
    getSnapshot: view.getSnapshot,
    subscribe(listener) {
      // Once what was typed is stored, the stored draft is shown again: it may be written on with another device.
      const release = () => {
        if (stopTimer === undefined && typed.getSnapshot() === storedDraft()) typed.set(undefined)
      }
      const stops = [view.subscribe(listener), head.subscribe(release)]
      return () => {
        for (const stop of stops) stop()
      }
    },
    setText(text) {
      const edit = edited.getSnapshot()
      if (edit !== undefined) {
        edited.set({ ...edit, text })
        return
      }
      typed.set(text)
      keepDraftSoon()
    },
    attach(files) {
      problem.set(undefined)
      if (view.getSnapshot().canAttach) chosen.add(files)
    },
    detach(key) {
      chosen.remove(key)
    },
    keepDraft,
    edit(messageID, text) {
      problem.set(undefined)
      edited.set({ messageID, original: text, text })
    },
    cancelEdit() {
      problem.set(undefined)
      edited.set(undefined)
    },
    async send() {
      const edit = edited.getSnapshot()
      if (edit === undefined) await sendDraft()
      else if (edit.text.trim() !== '') await saveEdit(edit)
    },
  }
}
