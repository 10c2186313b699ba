package dev.millrace.sql.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SettingsTest {

  private final List<String> reported = new ArrayList<>();
  private final Settings settings = new Settings((name, value) -> reported.add(name + "=" + value));

  private void set(String name, String value) {
    settings.set(name, List.of(value), false);
  }

  @Test
  void valuesAreShownInTheirCanonicalForm() {
    set("statement_timeout", "90000");
    set("CLIENT_ENCODING", "'utf-8'");
    set("jit", "TRUE");
    settings.set("search_path", List.of("a", "B c"), false);

    assertThat(settings.show("statement_timeout")).isEqualTo("90s");
    assertThat(settings.duration("statement_timeout")).isEqualTo(Duration.ofSeconds(90));
    assertThat(settings.show("client_encoding")).isEqualTo("UTF8");
    assertThat(settings.isOn("jit")).isTrue();
    assertThat(settings.show("search_path")).isEqualTo("a, \"B c\"");
    assertThat(settings.searchPath()).containsExactly("a", "B c");
  }

  @Test
  void aRollbackTakesBackWhatTheTransactionSet() {
    set("application_name", "before");
    reported.clear();
    settings.begin();
    set("application_name", "inside");
    settings.end(false);

    assertThat(settings.show("application_name")).isEqualTo("before");
    assertThat(reported).containsExactly("application_name=inside", "application_name=before");
  }

  @Test
  void aLocalValueEndsWithItsTransaction() {
    settings.begin();
    settings.set("application_name", List.of("local"), true);
    assertThat(settings.show("application_name")).isEqualTo("local");
    settings.end(true);

    assertThat(settings.show("application_name")).isEmpty();
  }

  @Test
  void resetReturnsToWhatTheConnectionStartedWith() {
    settings.start("application_name", "start");
    set("application_name", "later");
    settings.reset("application_name");

    assertThat(settings.show("application_name")).isEqualTo("start");
  }

  @Test
  void badValuesAndNamesAreRefusedAsPostgresRefusesThem() {
    assertThatThrownBy(() -> set("jit", "maybe"))
        .hasMessage("parameter \"jit\" requires a Boolean value");
    assertThatThrownBy(() -> set("DateStyle", "german"))
        .hasMessage("invalid value for parameter \"DateStyle\": \"german\"");
    assertThatThrownBy(() -> set("server_version", "9"))
        .hasMessage("parameter \"server_version\" cannot be changed");
    assertThatThrownBy(() -> settings.show("nonsense"))
        .hasMessage("unrecognized configuration parameter \"nonsense\"");
  }

  @Test
  void aVariableWithADotIsTheUsersOwn() {
    set("app.tenant", "seven");

    assertThat(settings.show("app.tenant")).isEqualTo("seven");
  }
}
