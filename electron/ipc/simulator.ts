import { done, fail, ok, type Result } from '../../shared/problem.ts';
import type { OpenWorkspace } from '../workspaces/open/open-workspace.ts';
import type { Handlers } from './router.ts';

type Names = Extract<keyof Handlers<never>, `simulator.${string}`>;
type Trainer = NonNullable<OpenWorkspace['trainer']>;

/** Only the demonstration has a simulator: a workspace of a real environment refuses every one of these calls. */
function withTrainer<Asked, Value>(use: (asked: Asked, trainer: Trainer) => Result<Value>) {
  return (asked: Asked, { trainer }: OpenWorkspace): Result<Value> =>
    trainer === null ? fail('invalid_request', { detail: 'no simulator here' }) : use(asked, trainer);
}

export const simulatorHandlers: Pick<Handlers<OpenWorkspace>, Names> = {
  'simulator.state': withTrainer((_asked, trainer) => ok(trainer.view())),
  'simulator.play': withTrainer(({ story, minutes }, trainer) => {
    trainer.play(story, minutes);
    return done;
  }),
  'simulator.add': withTrainer((line, trainer) => {
    trainer.add(line);
    return done;
  }),
  'simulator.follow': withTrainer(({ name, text }, trainer) => ok({ mistake: trainer.follow(name, text) })),
  'simulator.stop': withTrainer(({ id }, trainer) => (trainer.stop(id) ? done : fail('not_found'))),
  'simulator.clear': withTrainer((_asked, trainer) => {
    trainer.clear();
    return done;
  }),
};
