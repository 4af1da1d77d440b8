import { startSimulator } from '../../electron/simulator/simulator.ts';
import { fastClock } from '../support/fast-clock.ts';
import type { GatewayOrders, GatewayReport } from './pull.ts';

// The simulator in a process of its own, as USCIS is: neither side waits for the other's work.
process.once('message', (orders: GatewayOrders) => {
  void startSimulator({ clock: fastClock(orders.speed), anyReceipt: true, limits: orders.limits }).then((simulator) => {
    process.on('message', () => {
      process.send?.({
        kind: 'counts',
        calls: simulator.requests.count({ method: 'GET' }),
        refused: simulator.requests.count({ status: 429 }),
      } satisfies GatewayReport);
    });
    const { tokenUrl, apiBase, credentials } = simulator;
    process.send?.({ kind: 'listening', tokenUrl, apiBase, credentials } satisfies GatewayReport);
  });
});
