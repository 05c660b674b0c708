import type { SiteId, SpacecraftId } from './identifiers.js';

/** Subjects of the message bus. Tokens are separated by dots; identifiers hold none. */
export const subjects = {
  /** request {} → SiteContacts: all contacts of a site that are not over; a station asks when it starts. */
  contactsForSite: (site: SiteId) => `mission-planning.contacts.${site}`,
  contactsForAnySite: 'mission-planning.contacts.*',
  /** event StationContact: booked, booked anew with other times, or said again: a station that is through with it says how it ended. */
  contactBooked: (site: SiteId) => `station.${site}.contact.booked`,
  /** event PassStatus. */
  passStatus: (site: SiteId) => `station.${site}.pass`,
  anyPassStatus: 'station.*.pass',
  /** request ContactWindowQuery → ContactWindow[]. */
  contactWindows: 'flight-dynamics.contact-windows',
  /** request {spacecraft} → ElementSetMessage. */
  elementSet: 'flight-dynamics.element-set',
  /** event {start, end, count}: windows were predicted anew. */
  contactWindowsPredicted: 'flight-dynamics.contact-windows.predicted',
  /** event ContactWindowsMoved: what a prediction changed for one spacecraft, and by how much. */
  contactWindowsMoved: 'flight-dynamics.contact-windows.moved',
  /** event ParameterUpdate. */
  parameters: (spacecraft: SpacecraftId) => `telemetry.${spacecraft}.parameters`,
  anyParameters: 'telemetry.*.parameters',
  /** event AlarmEvent. */
  alarm: (spacecraft: SpacecraftId) => `telemetry.${spacecraft}.alarm`,
  anyAlarm: 'telemetry.*.alarm',
  /** event TelemetryGap. */
  gap: (spacecraft: SpacecraftId) => `telemetry.${spacecraft}.gap`,
  anyGap: 'telemetry.*.gap',
  /** event Command: a command came into being or reached a stage. */
  command: (spacecraft: SpacecraftId) => `telecommand.${spacecraft}.command`,
  anyCommand: 'telecommand.*.command',
  /** event Cop1Status. */
  cop1: (spacecraft: SpacecraftId) => `telecommand.${spacecraft}.cop1`,
  anyCop1: 'telecommand.*.cop1',
  /** event ConsoleHolding. */
  console: (spacecraft: SpacecraftId) => `telecommand.${spacecraft}.console`,
  anyConsole: 'telecommand.*.console',
  /** event GroundAlarm. */
  groundAlarm: (spacecraft: SpacecraftId) => `telecommand.${spacecraft}.ground-alarm`,
  anyGroundAlarm: 'telecommand.*.ground-alarm',
  /** request CltuTransfer → CltuAnswer: a mission wants a CLTU radiated; the interconnection knows by which station. */
  transferCltu: (spacecraft: SpacecraftId) => `interconnect.${spacecraft}.cltu`,
  transferAnyCltu: 'interconnect.*.cltu',
  /** request CltuTransfer → CltuAnswer: the interconnection asks the station. */
  radiateCltu: (site: SiteId) => `station.${site}.cltu`,
  /** event CltuNotification: a station says what became of a CLTU. */
  cltuNotification: (site: SiteId) => `station.${site}.cltu-notification`,
  anyCltuNotification: 'station.*.cltu-notification',
  /** event CltuNotification: the same, handed on to the mission that asked. */
  missionCltuNotification: (spacecraft: SpacecraftId) => `interconnect.${spacecraft}.cltu-notification`,
  anyMissionCltuNotification: 'interconnect.*.cltu-notification',
} as const;

/** Names of frame logs. */
export const frameLogNames = {
  station: (site: SiteId) => `station.${site}`,
  mission: (spacecraft: SpacecraftId) => `mission.${spacecraft}`,
} as const;
