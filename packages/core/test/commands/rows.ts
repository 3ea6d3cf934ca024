import type { ChatEventName } from '../../src/contract/events.js'
import type { LoginContract } from '../../src/contract/login.js'
import type { OutboxContract } from '../../src/contract/outbox.js'
import type { ErrorCode } from '../../src/errors/error-codes.js'
import type { EveryChat, Read } from '../offline/every-chat.js'
import type { Act } from './stage.js'

type Method = { [Name in keyof EveryChat]: EveryChat[Name] extends (...given: never[]) => Promise<unknown> ? Name : never }[keyof EveryChat] // prettier-ignore

/** What no backend hears of. */
type LocalOnly = Extract<keyof EveryChat, 'insertMessageToLocalDB' | 'updateMessageLocalExtendedData'>

/** Everything that a chat can tell a backend to do, by its name. */
export type Command = Exclude<Method, Read | LocalOnly | keyof LoginContract | keyof OutboxContract | 'syncNow'>

/** What holds of one command. `Act`: whom and what it is about, new for each time. */
export interface CommandRow<Name extends Command> {
  /** What must have been before. */
  prepare?(act: Act): Promise<unknown>
  parameters(act: Act): Parameters<EveryChat[Name]>
  /** The events by which the other person learns of it; none where it is nobody else's business. */
  readonly toldOther: readonly ChatEventName[]
  /** The events by which the user's other device learns of it. */
  readonly toldElsewhere: readonly ChatEventName[]
  /** Parameters with which it is refused, and the code; absent where nothing can be refused but bad arguments. */
  refused?(act: Act): readonly [Parameters<EveryChat[Name]>, ErrorCode]
  /** Waits without a connection; else it is refused at once. */
  readonly waits: boolean
}

export type CommandRows = { readonly [Name in Command]: CommandRow<Name> }
