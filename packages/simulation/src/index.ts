export { scheduleFloor, shortfalls } from './floor.js'
export {
  faultKinds,
  operationKinds,
  planSchedule,
  type DevicePlan,
  type FaultKind,
  type FaultStep,
  type OperationKind,
  type OperationStep,
  type Plan,
  type Step,
} from './plan.js'
export { runSchedule, runSeed, type ScheduleOptions, type ScheduleReport } from './run-schedule.js'
export { shrinkSchedule, type ShrunkSchedule } from './shrink.js'
export type { Violation } from './world.js'
