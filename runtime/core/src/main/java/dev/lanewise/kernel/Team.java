package dev.lanewise.kernel;

/** The threads of one inference: the caller's and those that help it. */
public interface Team {
  /** A part of a piece of work that many threads do together. */
  interface Task {
    /**
     * Does one part.
     *
     * @param index which part
     * @param worker which member of the team runs it, from 0; the caller is 0
     * @param state what the caller handed to {@link Team#run}
     */
    void run(int index, int worker, Object state);
  }

  /** The caller's thread alone. */
  Team SERIAL =
      new Team() {
        @Override
        public int size() {
          return 1;
        }

        @Override
        public void run(Task task, int count, Object state) {
          for (int i = 0; i < count; i++) {
            task.run(i, 0, state);
          }
        }
      };

  /** Members, the caller's thread included. */
  int size();

  /**
   * Runs all parts and returns when the last has ended. Allocates nothing. The first exception of a
   * part is rethrown after all members have stopped.
   */
  void run(Task task, int count, Object state);
}
