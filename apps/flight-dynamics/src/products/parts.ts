import { ContactMotions } from '../profiles/contact-motion.js';
import { ContactProfilesController } from '../profiles/contact-profiles.controller.js';
import { ContactWindowReader } from '../profiles/contact-window.reader.js';
import { EarthOrientationReader } from '../profiles/earth-orientation.reader.js';
import { TrajectoryReader } from '../profiles/trajectory.reader.js';
import { ContactProductsController } from './contact-products.controller.js';
import { SpacecraftProductsController } from './spacecraft-products.controller.js';

/** Before others: `contact-windows/timeline.svg` is no identifier of a window. */
export const productControllers = [ContactProductsController, ContactProfilesController, SpacecraftProductsController];

export const productProviders = [ContactMotions, ContactWindowReader, EarthOrientationReader, TrajectoryReader];
