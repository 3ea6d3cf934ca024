// The style sheet has no exports; this lets TypeScript resolve its import.
export {}
