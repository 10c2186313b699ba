/// From text to statements. Start at [Parser]; [Lexer] cuts tokens by PostgreSQL's rules, a parser
/// generated from `src/main/codegen` arranges them, and the `*Trees` classes build what the grammar
/// says. Names stay unresolved; the shapes of expressions are listed in `docs/grammar.md`.
@NullMarked
package dev.millrace.sql.parse;

import org.jspecify.annotations.NullMarked;
