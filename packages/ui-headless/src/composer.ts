import type { ConversationReference } from '@latchkey/core'
import { createChosenFiles, joinParts, type ChosenFileView, type TakenFiles } from './chosen-files.js'
import type { Kit } from './kit.js'
import { mentionDraft, mentionOptions, mentionsIn, type MentionChoice, type MentionDraft } from './mentions.js'
import type { QuoteView } from './message-rows.js'
import { offersAttachments } from './offered.js'
import { createParticipants } from './participants.js'
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
  /** The message that the next one answers. */
  readonly quote?: QuoteView
  /** Who can be meant by the name that is being written. */
  readonly mention?: MentionChoice
  /** Why nothing can be written here; absent when it can. */
  readonly disabledReason?: string
  /** Why the last send did not work, or a file cannot be sent; absent when all is well. */
  readonly problem?: string
}

/** The field under a timeline: its draft lives in the local data, so that it survives everything. */
export interface Composer extends Readable<ComposerView> {
  /** `caret`: where the next letter goes; absent where nobody knows, and then no name is offered. */
  setText(text: string, caret?: number): void
  /** Goes to another of the names that are offered, around the end. */
  moveMention(step: 1 | -1): void
  /** Writes a name out, the active one by default. Returns where the caret goes; `undefined` when none was offered. */
  chooseMention(index?: number): number | undefined
  /** Offers no more names until another one is begun. */
  closeMention(): void
  /** The next message answers this one. */
  reply(quote: QuoteView): void
  cancelReply(): void
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
  const quote = createWritable<QuoteView | undefined>(undefined)
  const people = createParticipants(kit, conversation)
  const mention = createWritable<{ readonly draft: MentionDraft; readonly activeIndex: number } | undefined>(undefined)
  let closedStart: number | undefined
  let stopTimer: (() => void) | undefined
  let earlier: Promise<unknown> = Promise.resolve()

  const storedDraft = () => head.getSnapshot().conversation?.draft ?? ''
  const draftNow = () => typed.getSnapshot() ?? storedDraft()

  function mentionChoice(): MentionChoice | undefined {
    const begun = mention.getSnapshot()
    if (begun === undefined) return undefined
    const options = mentionOptions(begun.draft, people, texts)
    return options.length === 0 ? undefined : { options, activeIndex: Math.min(begun.activeIndex, options.length - 1) }
  }

  function setText(text: string, caret?: number): void {
    const draft = caret === undefined ? undefined : mentionDraft(text, caret)
    // One that was closed stays so until it is another one.
    mention.set(draft === undefined || draft.start === closedStart ? undefined : { draft, activeIndex: 0 })
    if (draft === undefined) closedStart = undefined
    const edit = edited.getSnapshot()
    if (edit !== undefined) {
      edited.set({ ...edit, text })
      return
    }
    typed.set(text)
    keepDraftSoon()
  }

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

  const view = derive<ComposerView>([typed, edited, problem, chosen, quote, mention, head, ...people.sources], () => {
    const edit = edited.getSnapshot()
    const text = edit?.text ?? draftNow()
    const isDisabled = head.getSnapshot().conversation?.isDisabled === true
    const answered = edit === undefined ? quote.getSnapshot() : undefined
    const choice = mentionChoice()
    const { files, problem: fileProblem } = chosen.getSnapshot()
    const shownProblem = problem.getSnapshot() ?? (fileProblem === '' ? undefined : fileProblem)
    return {
      text,
      canSend: (text.trim() !== '' || (edit === undefined && files.length > 0)) && !isDisabled,
      canAttach: offersAttachments(chat) && edit === undefined && !isDisabled,
      files,
      ...(edit === undefined ? {} : { editedMessageID: edit.messageID }),
      ...(answered === undefined ? {} : { quote: answered }),
      ...(choice === undefined ? {} : { mention: choice }),
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
    const answered = quote.getSnapshot()
    quote.set(undefined)
    mention.set(undefined)
    const taking = chosen.take()
    // What is sent later waits behind pictures that are still being looked into.
    const sending = earlier.then(async () => send(await taking, text, answered))
    earlier = sending.catch(() => undefined)
    await sending
  }

  async function send({ parts, putBack }: TakenFiles, text: string, answered?: QuoteView): Promise<void> {
    const options = {
      ...mentionsIn(text, people, texts),
      ...(answered === undefined ? {} : { repliedMessageID: answered.messageID }),
    }
    try {
      const sending =
        parts.length > 0 && offersAttachments(chat)
          ? chat.sendAttachment(conversation, joinParts(parts, text), options)
          : chat.sendMessage(conversation, { type: 'text', text }, options)
      // Right behind the message, so that a list shows what was sent as a draft no longer than it must.
      keepDraft().catch(() => undefined)
      await sending
    } catch (error) {
      // Nothing that was written is lost: it goes back into the field.
      putBack()
      if (quote.getSnapshot() === undefined) quote.set(answered)
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
    setText,
    moveMention(step) {
      const begun = mention.getSnapshot()
      const choice = mentionChoice()
      if (begun === undefined || choice === undefined) return
      const { length } = choice.options
      mention.set({ ...begun, activeIndex: (choice.activeIndex + step + length) % length })
    },
    chooseMention(index) {
      const begun = mention.getSnapshot()
      const choice = mentionChoice()
      const option = choice?.options[index ?? choice.activeIndex]
      if (begun === undefined || option === undefined) return undefined
      const { text } = view.getSnapshot()
      const { start, end } = begun.draft
      const words = `${texts.mentioned(option.name)} `
      setText(`${text.slice(0, start)}${words}${text.slice(end).trimStart()}`)
      return start + words.length
    },
    closeMention() {
      closedStart = mention.getSnapshot()?.draft.start
      mention.set(undefined)
    },
    reply(answered) {
      edited.set(undefined)
      quote.set(answered)
    },
    cancelReply() {
      quote.set(undefined)
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
