import { Command, CommanderError } from 'commander';
import { failWithOneLine } from './commands/failure.js';

const program = new Command('smms')
  .description('Ground segment of the SMMS constellation')
  .version('0.1.0')
  .configureOutput({
    outputError: (text, write) => write(`${text.trimEnd()} (smms --help lists the commands)\n`),
  })
  .exitOverride();

// Each command is loaded when it is asked for: offline ones need neither Nest nor a database.
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  run: async () => (await import('./commands/run.command.js')).runCommand(),
  demo: async () => (await import('./commands/demo.command.js')).demoCommand(),
  users: async () => (await import('./commands/users.command.js')).usersCommand(),
  contacts: async () => (await import('./commands/contacts/contacts.command.js')).contactsCommand(),
  elements: async () => (await import('./commands/elements/elements.command.js')).elementsCommand(),
  eop: async () => (await import('./commands/eop/eop.command.js')).eopCommand(),
  doppler: async () => (await import('./commands/doppler/doppler.command.js')).dopplerCommand(),
  pointing: async () => (await import('./commands/pointing/pointing.command.js')).pointingCommand(),
  'link-budget': async () => (await import('./commands/link-budget/link-budget.command.js')).linkBudgetCommand(),
  'sky-plot': async () => (await import('./commands/sky-plot/sky-plot.command.js')).skyPlotCommand(),
  timeline: async () => (await import('./commands/timeline/timeline.command.js')).timelineCommand(),
  eclipse: async () => (await import('./commands/eclipse/eclipse.command.js')).eclipseCommand(),
  'ground-track': async () => (await import('./commands/ground-track/ground-track.command.js')).groundTrackCommand(),
  frames: async () => (await import('./commands/frames/frames.command.js')).framesCommand(),
  radio: async () => (await import('./commands/radio/radio.command.js')).radioCommand(),
  packets: async () => (await import('./commands/packets/packets.command.js')).packetsCommand(),
  time: async () => (await import('./commands/time/time.command.js')).timeCommand(),
  cltu: async () => (await import('./commands/cltu/cltu.command.js')).cltuCommand(),
  sim: async () => (await import('./commands/sim/sim.command.js')).simCommand(),
  cop1: async () => (await import('./commands/cop1-replay.command.js')).cop1Command(),
};

const asked = process.argv[2];
const chosen = asked !== undefined && Object.hasOwn(commands, asked) ? [asked] : Object.keys(commands);
for (const name of chosen) {
  const command = await commands[name]?.();
  if (command !== undefined) program.addCommand(command);
}

// A reader that has seen enough (`| head`) is no failure of a command that prints and ends; a disk that is full is one.
if (asked !== 'run' && asked !== 'demo')
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') failWithOneLine(error);
    process.exit();
  });

try {
  await program.parseAsync();
} catch (error) {
  // Commander has said its own errors already; help and version end well.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 1;
  else failWithOneLine(error);
  // A start that failed half-way may have left a worker or a socket open: nothing of it may keep the process.
  if (process.exitCode !== 0) process.exit();
}
