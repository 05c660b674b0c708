import { type ScenarioCatalogue } from '../../../../../hardware-sim/src/index.js';
import { readMissionDatabase, type ReferenceSeeds, seededElements } from '../../ground/reference-seeds.js';

/** What a scenario can name: the spacecraft in orbit and the antennas of the reference constellation. */
export function referenceCatalogue(seeds: ReferenceSeeds): ScenarioCatalogue {
  const { spacecraft, linkProfiles, antennas, sites } = seeds.constellation;
  const [missionDatabase = ''] = spacecraft.map((craft) => craft.missionDatabase);
  return {
    spacecraft: new Map(
      seededElements(seeds).flatMap((elementSet) => {
        const craft = spacecraft.find(({ id }) => id === elementSet.spacecraft);
        const linkProfile = linkProfiles.find(({ id }) => id === craft?.linkProfile);
        return linkProfile === undefined ? [] : [[elementSet.spacecraft, { elementSet, linkProfile }] as const];
      }),
    ),
    antennas: new Map(
      antennas.map((antenna) => {
        const climate = sites.find(({ id }) => id === antenna.site)?.climate;
        return [antenna.id, { antenna, climate }] as const;
      }),
    ),
    missionDatabase: readMissionDatabase(missionDatabase),
  };
}
