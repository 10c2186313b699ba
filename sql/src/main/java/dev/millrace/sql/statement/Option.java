package dev.millrace.sql.statement;

/// `NAME [=] value` in any list of options.
///
/// @param name its words in lower case with single blanks: `sasl username`
/// @param position 1-based character of the name
public record Option(String name, OptionSetting value, int position) {}
