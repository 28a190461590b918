package dev.lanewise.plan;

import dev.lanewise.kernel.Team;

/**
 * The threads of a run that warms up. Plans of subgraphs are told by it that they are warmed, too.
 *
 * @param members the threads
 * @param warming the warm-up
 */
record WarmingTeam(Team members, Warming warming) implements Team {
  @Override
  public int size() {
    return members.size();
  }

  @Override
  public void run(Task task, int count, Object state) {
    members.run(task, count, state);
  }
}
