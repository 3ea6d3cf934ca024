export { runSchedule, runSeed, type ScheduleOptions, type ScheduleReport } from './run-schedule.js'
export { faultKinds, operationKinds, planSchedule, type FaultKind, type OperationKind, type Plan } from './plan.js'
