package dev.millrace.sql.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.model.value.Slice;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretVaultTest {

  private static final byte[] SECRET = "open sesame".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path directory;

  @Test
  void aSecretComesBackAfterTheVaultIsOpenedAgain() {
    Slice sealed = SecretVault.open(directory).seal(7, SECRET);

    assertThat(SecretVault.open(directory).open(7, sealed)).isEqualTo(SECRET);
    assertThat(sealed.toUtf8()).doesNotContain("sesame");
  }

  @Test
  void theSameSecretIsSealedDifferentlyEachTime() {
    SecretVault vault = SecretVault.open(directory);

    assertThat(vault.seal(7, SECRET)).isNotEqualTo(vault.seal(7, SECRET));
  }

  @Test
  void aSealedSecretIsOfNoUseToAnotherItem() {
    SecretVault vault = SecretVault.open(directory);
    Slice sealed = vault.seal(7, SECRET);

    assertThatThrownBy(() -> vault.open(8, sealed)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void onlyTheOwnerMayReadTheKeyFile() throws Exception {
    SecretVault.open(directory);

    assertThat(Files.getPosixFilePermissions(directory.resolve("secrets.key")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }
}
