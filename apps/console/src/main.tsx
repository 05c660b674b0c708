import { createRoot } from 'react-dom/client';
import '@astrouxds/astro-web-components/dist/astro-web-components/astro-web-components.css';
import 'uplot/dist/uPlot.min.css';
import './styles.css';
import { App } from './app.js';
import { defineAstroElements } from './astro-elements.js';

defineAstroElements();
const root = document.getElementById('root');
if (root !== null) createRoot(root).render(<App />);
