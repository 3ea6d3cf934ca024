import type {
  Account,
  BackendContent,
  Change,
  ConnectRequest,
  Credential,
  HistoryPage,
  HistoryRequest,
  OperationName,
  OperationParameters,
  OperationResult,
  PublicKey,
  SendableContent,
  TransportSignal,
} from '@latchkey/core/driver'
import type { changeSchemas } from '../src/changes.js'
import type { account, connectRequest, publicKey } from '../src/connect.js'
import type { historyPage, historyQuery } from '../src/history.js'
import type { messageContent, sendableContent } from '../src/message-content.js'
import type { parameterSchemas } from '../src/operation-requests.js'
import type { resultSchemas } from '../src/operations.js'
import type { ValueOf } from '../src/schema.js'
import type { typingSignal } from '../src/signal.js'

/** Compiles only while each schema yields the contract's type and the contract's type is one that the schema yields. */
type Same<Left, Right> = [Left] extends [Right] ? ([Right] extends [Left] ? true : false) : false

type ChangeOutputs = ValueOf<(typeof changeSchemas)[keyof typeof changeSchemas]>
type ParametersAreSame = {
  [Name in OperationName]: Same<ValueOf<(typeof parameterSchemas)[Name]>, OperationParameters<Name>>
}
type ResultsAreSame = {
  [Name in OperationName]: Same<ValueOf<(typeof resultSchemas)[Name]>, OperationResult<Name>>
}
type AllTrue<Table extends Record<OperationName, boolean>> = Same<Table, Record<OperationName, true>>

void (true satisfies Same<OperationName, keyof typeof parameterSchemas>)
void (true satisfies Same<OperationName, keyof typeof resultSchemas>)
void (true satisfies AllTrue<ParametersAreSame>)
void (true satisfies AllTrue<ResultsAreSame>)
void (true satisfies Same<ChangeOutputs, Change>)
void (true satisfies Same<keyof typeof changeSchemas, Change['type']>)
void (true satisfies Same<ValueOf<typeof messageContent>, BackendContent>)
void (true satisfies Same<ValueOf<typeof sendableContent>, SendableContent>)
void (true satisfies Same<ValueOf<typeof connectRequest>, ConnectRequest>)
void (true satisfies Same<ValueOf<typeof connectRequest>['credential'], Credential>)
void (true satisfies Same<ValueOf<typeof historyQuery>['request'], HistoryRequest>)
void (true satisfies Same<ValueOf<typeof historyPage>, HistoryPage>)
void (true satisfies Same<ValueOf<typeof typingSignal>, TransportSignal>)

// A key has more fields in the contract than those that are kept, so that only one direction can hold.
void (true satisfies Same<Omit<ValueOf<typeof account>, 'publicKeys'>, Omit<Account, 'publicKeys'>>)
void (true satisfies ValueOf<typeof publicKey> extends PublicKey ? true : false)
