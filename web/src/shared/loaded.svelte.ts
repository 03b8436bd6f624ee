// A value that comes from the server: not there yet, there, or a problem.
import { problem_of, type Problem } from './api';

export class Loaded<T> {
  value = $state.raw<T>();
  problem = $state.raw<Problem | null>(null);
  #fetch: () => Promise<T>;
  #turn = 0;
  constructor(fetch: () => Promise<T>) {
    this.#fetch = fetch;
  }
  // The answer to the last call wins, also when an earlier one comes later.
  load = async () => {
    const turn = ++this.#turn;
    try {
      const value = await this.#fetch();
      if (turn === this.#turn) Object.assign(this, { value, problem: null });
    } catch (error) {
      if (turn === this.#turn) this.problem = problem_of(error);
    }
  };
}

// Something that a person asked for: busy while it runs, then done or a problem.
export class Action {
  busy = $state(false);
  problem = $state.raw<Problem | null>(null);
  // True when it went well.
  run = async (work: () => Promise<unknown>): Promise<boolean> => {
    if (this.busy) return false;
    this.busy = true;
    this.problem = null;
    try {
      await work();
      return true;
    } catch (error) {
      this.problem = problem_of(error);
      return false;
    } finally {
      this.busy = false;
    }
  };
}
