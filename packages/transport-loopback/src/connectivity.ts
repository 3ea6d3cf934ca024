/** `refused`: attempts to connect fail at once. `hung`: they are accepted and never answered. Live links go on. */
export type Connectivity = 'up' | 'refused' | 'hung'
