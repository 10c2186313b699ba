package dev.millrace.server.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.server.tidy.SourceTree.SourceFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The house rules that no other tool checks, over every hand-written Java file. Each failure names
/// file, line and what to do instead.
final class TidyTest {

  private static final int FILE_LINES_MAX = 500;
  private static final int LINE_COLUMNS_MAX = 100;
  private static final int METHOD_LINES_MAX = 60;
  private static final int PACKAGE_FILES_MAX = 25;

  private static final Set<String> BANNED_PACKAGES =
      Set.of("util", "utils", "common", "impl", "internal", "helper", "helpers", "base", "misc");
  private static final Pattern BANNED_TYPE =
      Pattern.compile(".*(Manager|Helper|Utils?|Impl)|Abstract.*|I[A-Z][a-z].*");
  private static final Pattern GETTER = Pattern.compile("get[A-Z].*");
  private static final Pattern BARE_TODO =
      Pattern.compile("\\b(TODO|FIXME|HACK)\\b(?!\\(https?://)", Pattern.CASE_INSENSITIVE);

  private static final SourceTree TREE = SourceTree.ofThisRepository();
  private static final Map<Path, Declarations> DECLARED = Declarations.of(TREE.files());

  @Test
  void theWholeTreeIsSeen() {
    assertThat(TREE.files()).anyMatch(f -> f.isInRoom("model"));
    assertThat(TREE.files()).anyMatch(f -> f.name().equals("TidyTest.java"));
    assertThat(DECLARED).hasSameSizeAs(TREE.files());
  }

  @Test
  void noFileIsLongerThanFiveHundredLines() {
    assertNone(
        "split it by idea",
        f -> f.lines().size() > FILE_LINES_MAX,
        f -> f.lines().size() + " lines");
  }

  /// Free are imports, links, text blocks (they are data) and tables in comments, which cannot
  /// break.
  @Test
  void noLineIsLongerThanHundredColumns() {
    List<String> faults = new ArrayList<>();
    for (SourceFile file : TREE.files()) {
      boolean isInTextBlock = false;
      int number = 0;
      for (String line : file.lines()) {
        number++;
        boolean isExempt =
            isInTextBlock
                || line.startsWith("import ")
                || line.startsWith("/// |")
                || line.contains("http");
        if (!isExempt && line.length() > LINE_COLUMNS_MAX) {
          faults.add(file.path() + ":" + number + " has " + line.length() + " columns");
        }
        isInTextBlock ^= line.split("\"\"\"", -1).length % 2 == 0;
      }
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void noPackageHasMoreThanTwentyFiveFiles() {
    var sizes =
        TREE.files().stream()
            .filter(f -> !f.name().equals("package-info.java"))
            .collect(
                Collectors.groupingBy(
                    f -> f.path().getParent(), TreeMap::new, Collectors.counting()));
    assertThat(sizes).allSatisfy((_, n) -> assertThat(n).isLessThanOrEqualTo(PACKAGE_FILES_MAX));
  }

  @Test
  void noPackageIsNamedAfterNothing() {
    assertNone(
        "name the package after its idea",
        f -> {
          for (Path part : f.path().getParent()) {
            if (BANNED_PACKAGES.contains(part.toString())) {
              return true;
            }
          }
          return false;
        },
        _ -> "lies in a package without an idea");
  }

  @Test
  void everyPackageIntroducesItself() {
    Set<Path> packages =
        TREE.files().stream()
            .filter(f -> !f.isTest())
            .map(f -> f.path().getParent())
            .collect(Collectors.toSet());
    Set<Path> introduced =
        TREE.files().stream()
            .filter(f -> f.name().equals("package-info.java"))
            .filter(f -> f.text().startsWith("///") && f.text().contains("\n@NullMarked\n"))
            .map(f -> f.path().getParent())
            .collect(Collectors.toSet());
    assertThat(packages).allSatisfy(p -> assertThat(introduced).contains(p));
  }

  @Test
  void namesSayWhatAThingIs() {
    List<String> faults = new ArrayList<>();
    for (SourceFile file : TREE.files()) {
      for (Declarations.Type type : declared(file).types()) {
        if (BANNED_TYPE.matcher(type.name()).matches()) {
          faults.add(file.path() + ": " + type.name() + " is named after a habit, not a thing");
        }
      }
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void everyPublicTypeHasADocComment() {
    List<String> faults = new ArrayList<>();
    for (SourceFile file : TREE.files()) {
      for (Declarations.Type type : declared(file).types()) {
        if (type.isPublic() && !type.hasDoc()) {
          faults.add(
              file.path() + ": say in `///` what " + type.name() + " is and who may call it");
        }
      }
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void methodsFitOnAScreen() {
    List<String> faults = new ArrayList<>();
    for (SourceFile file : TREE.files()) {
      for (Declarations.Method method : declared(file).methods()) {
        if (method.lines() > METHOD_LINES_MAX) {
          faults.add(
              file.path()
                  + ": "
                  + method.type()
                  + "."
                  + method.name()
                  + " has "
                  + method.lines()
                  + " lines");
        }
      }
    }
    assertThat(faults).isEmpty();
  }

  /// Methods that a foreign interface asks for carry `@Override` and keep their foreign name.
  @Test
  void accessorsHaveNoGet() {
    List<String> faults = new ArrayList<>();
    for (SourceFile file : TREE.files()) {
      for (Declarations.Method method : declared(file).methods()) {
        boolean isAccessor = method.parameters() == 0 && GETTER.matcher(method.name()).matches();
        if (isAccessor && !method.isOverride()) {
          faults.add(file.path() + ": " + method.type() + "." + method.name());
        }
      }
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void aTodoLinksItsIssue() {
    assertNoLine("write TODO(https://...)", _ -> true, BARE_TODO);
  }

  @Test
  void onlyTheCommandLinePrints() {
    assertNoLine(
        "log with SLF4J",
        f -> !f.isInRoom("cli") && !f.isInRoom("bench"),
        Pattern.compile("System\\.(out|err)\\b|\\.printStackTrace\\("));
  }

  @Test
  void noTestSleeps() {
    assertNoLine(
        "wait for the condition, or pass the clock in",
        SourceFile::isTest,
        Pattern.compile("Thread\\.sleep\\(|TimeUnit\\.\\w+\\.sleep\\("));
  }

  @Test
  void nobodySignsCode() {
    assertNoLine("git knows", _ -> true, Pattern.compile("^\\s*(\\*|///?)\\s*@author"));
  }

  private static Declarations declared(SourceFile file) {
    return Objects.requireNonNull(DECLARED.get(file.path()));
  }

  private static void assertNoLine(String advice, Predicate<SourceFile> where, Pattern banned) {
    List<String> faults = new ArrayList<>();
    for (SourceFile file : TREE.files()) {
      if (!where.test(file) || file.name().equals("TidyTest.java")) {
        continue;
      }
      int number = 0;
      for (String line : file.lines()) {
        number++;
        if (banned.matcher(line).find()) {
          faults.add(file.path() + ":" + number + " " + line.strip());
        }
      }
    }
    assertThat(faults).as(advice).isEmpty();
  }

  private static void assertNone(
      String advice, Predicate<SourceFile> isFault, Function<SourceFile, String> say) {
    assertThat(TREE.files().stream().filter(isFault).map(f -> f.path() + ": " + say.apply(f)))
        .as(advice)
        .isEmpty();
  }
}
