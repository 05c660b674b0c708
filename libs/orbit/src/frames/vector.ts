/** Three components; the frame and the unit are the user's to state. */
export type Vector3 = readonly [x: number, y: number, z: number];

export const RAD_PER_DEG = Math.PI / 180;
export const DEG_PER_RAD = 180 / Math.PI;
