package dev.millrace.storage.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalTest {

  private static final int SEGMENT = 4096;

  @Test
  void recordsComeBackInOrder(@TempDir Path directory) throws Exception {
    try (Journal journal = open(new FileDisk(directory), new ArrayList<>())) {
      for (int i = 0; i < 300; i++) {
        var _ = journal.append(bytes("record " + i));
      }
    }
    List<String> found = new ArrayList<>();
    try (Journal journal = open(new FileDisk(directory), found)) {
      assertThat(journal.appended()).isEqualTo(300);
      journal.append(bytes("one more")).get();
    }
    assertThat(found).hasSize(300).startsWith("record 0", "record 1").endsWith("record 299");
    found.clear();
    open(new FileDisk(directory), found).close();
    assertThat(found).hasSize(301).endsWith("one more");
  }

  @Test
  void recordLongerThanASegmentIsKept() throws Exception {
    MemoryDisk disk = new MemoryDisk();
    String large = "x".repeat(5 * SEGMENT);
    try (Journal journal = open(disk, new ArrayList<>())) {
      var _ = journal.append(bytes("before"));
      var _ = journal.append(bytes(large));
      journal.append(bytes("after")).get();
    }
    List<String> found = new ArrayList<>();
    open(disk, found).close();
    assertThat(found).containsExactly("before", large, "after");
  }

  @Test
  void releasedSegmentsAreUsedAgainAndTheirOldRecordsStayGone() throws Exception {
    MemoryDisk disk = new MemoryDisk();
    Journal journal = open(disk, new ArrayList<>());
    for (int i = 0; i < 2000; i++) {
      journal.append(bytes("a record of some length, number " + i)).get();
      if (i % 100 == 99) {
        journal.release(journal.appended() - 50);
      }
    }
    journal.close();
    assertThat(disk.list()).hasSizeLessThan(6);
    List<String> found = new ArrayList<>();
    open(disk, found).close();
    assertThat(found.size()).isBetween(50, 400);
    assertThat(found.getLast()).endsWith("number 1999");
    for (int i = 1; i < found.size(); i++) {
      assertThat(number(found.get(i))).isEqualTo(number(found.get(i - 1)) + 1);
    }
  }

  @Test
  void powerFailureLosesNothingAcknowledgedAndInventsNothing() throws Exception {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      MemoryDisk disk = new MemoryDisk();
      List<String> appended = new ArrayList<>();
      for (int life = 0; life < 4; life++) {
        List<String> found = new ArrayList<>();
        Journal journal = open(disk, found);
        assertThat(found).as("seed %s", seed).isEqualTo(appended.subList(0, found.size()));
        appended = new ArrayList<>(found);
        int acknowledged = appendSome(journal, appended, random);
        MemoryDisk after = disk.crash(random);
        List<String> left = new ArrayList<>();
        open(after.crash(random), left).close();
        assertThat(left.size()).as("seed %s", seed).isGreaterThanOrEqualTo(acknowledged);
        journal.close();
        disk = after;
      }
    }
  }

  private static int appendSome(Journal journal, List<String> appended, Random random)
      throws Exception {
    int acknowledged = appended.size();
    for (int i = random.nextInt(40); i > 0; i--) {
      String record = "r" + appended.size() + "x".repeat(random.nextInt(900));
      appended.add(record);
      CompletableFuture<Void> durable = journal.append(bytes(record));
      if (random.nextBoolean()) {
        durable.get();
        acknowledged = appended.size();
      }
    }
    return acknowledged;
  }

  @Test
  void failedForcePoisonsTheJournal() throws Exception {
    MemoryDisk disk = new MemoryDisk();
    Journal journal = open(disk, new ArrayList<>());
    journal.append(bytes("good")).get();
    disk.failToForce();
    assertThatThrownBy(() -> journal.append(bytes("bad")).get())
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class);
    assertThatThrownBy(() -> journal.append(bytes("later")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void missingSegmentIsAnErrorAndNotAShorterHistory() throws Exception {
    MemoryDisk disk = new MemoryDisk();
    try (Journal journal = open(disk, new ArrayList<>())) {
      for (int i = 0; i < 400; i++) {
        var _ = journal.append(bytes("a record of some length, number " + i));
      }
    }
    assertThat(disk.list()).hasSizeGreaterThan(3);
    disk.delete(disk.list().get(1));
    assertThatThrownBy(() -> open(disk, new ArrayList<>()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is missing");
  }

  private static Journal open(Disk disk, List<String> found) throws IOException {
    return Journal.open(
        disk, SEGMENT, payload -> found.add(new String(payload, StandardCharsets.UTF_8)));
  }

  private static int number(String record) {
    return Integer.parseInt(record.substring(record.lastIndexOf(' ') + 1));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
