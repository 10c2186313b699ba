package dev.millrace.dataflow.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that stands still until it is moved.
final class ManualClock implements StepClock {

  private final AtomicLong millis;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  ManualClock(long millis) {
    this.millis = new AtomicLong(millis);
  }

  @Override
  public long millis() {
    return millis.get();
  }

  @Override
  public void onJump(Runnable listener) {
    listeners.add(listener);
  }

  /// Moves it to a time and wakes whoever waits for it.
  void moveTo(long millis) {
    this.millis.set(millis);
    listeners.forEach(Runnable::run);
  }
}
