export { transportCases } from './transport/cases.js'
export { describeTransportDriver } from './transport/describe-transport-driver.js'
export { recordingSink, type RecordingSink } from './transport/recording-sink.js'
export {
  directions,
  missingFor,
  runTransportCase,
  type Direction,
  type Link,
  type TransportCase,
  type TransportCaseContext,
  type TransportCaseNeeds,
} from './transport/transport-case.js'
export type {
  TransportControl,
  TransportFixture,
  TransportKitOptions,
  TransportParty,
} from './transport/transport-fixture.js'
