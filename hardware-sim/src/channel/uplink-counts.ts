/** What one antenna radiated since the start of the simulation. */
export interface UplinkCounts {
  cltusRadiated: number;
  /** Answered so: carrier down, queue dropped, or no transmitter. */
  cltusNotRadiated: number;
}

export function noUplink(): UplinkCounts {
  return { cltusRadiated: 0, cltusNotRadiated: 0 };
}

/** What one spacecraft made of its uplink since the start of the simulation. */
export interface CommandCounts {
  /** CLTUs that came in while its receiver had bit lock, and those lost on the way: drawn by chance, or no carrier or bit lock for them. */
  cltusReceived: number;
  cltusLost: number;
  /** Carriers that came in while another was received. */
  interferences: number;
  framesAccepted: number;
  framesRejected: number;
  commandsAccepted: number;
  commandsRejected: number;
  /** Begun: their start was not refused. */
  commandsExecuted: number;
}

export function noCommands(): CommandCounts {
  return {
    cltusReceived: 0,
    cltusLost: 0,
    interferences: 0,
    framesAccepted: 0,
    framesRejected: 0,
    commandsAccepted: 0,
    commandsRejected: 0,
    commandsExecuted: 0,
  };
}
