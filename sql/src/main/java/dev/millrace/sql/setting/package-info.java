/// Session variables: what exists is [dev.millrace.sql.setting.SettingDefinition], what a session
/// has set is [dev.millrace.sql.setting.Settings]. What a variable changes is with whoever reads
/// it.
@NullMarked
package dev.millrace.sql.setting;

import org.jspecify.annotations.NullMarked;
