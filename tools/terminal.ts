// npm run terminal: Latchkey in this terminal. `npm run terminal -- --help` tells the flags.
import '../apps/terminal/src/main.ts'
