// Starts the page: theme, fonts, the engine's worker, React.
import './fonts.css';
import './theme.css';
import './base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { startEngine } from './engine/client.ts';
import { ExplorerProvider } from './state/ExplorerContext.ts';
import { createExplorer } from './state/explorer.ts';
import { startTheme } from './ui/theme.ts';
import { browserLocation } from './url/sync.ts';

startTheme();
const explorer = createExplorer(startEngine, browserLocation);
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <ExplorerProvider value={explorer}>
      <App />
    </ExplorerProvider>
  </StrictMode>,
);
void explorer.start();
