package dev.millrace.dataflow.engine;

/// The engine's time. Tests pass one that stands still until it is moved.
public interface StepClock {

  /// Milliseconds since 1970. May go back; the engine never does.
  long millis();

  /// Registers what to run when the time has jumped, so that whoever waits looks again. A clock
  /// that only runs need not call it.
  void onJump(Runnable listener);

  /// The machine's clock.
  static StepClock system() {
    return new StepClock() {
      @Override
      public long millis() {
        return System.currentTimeMillis();
      }

      @Override
      public void onJump(Runnable listener) {}
    };
  }
}
