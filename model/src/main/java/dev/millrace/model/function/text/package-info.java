/// Functions over text, whose values are UTF-8 bytes and whose positions count characters (code
/// points). `Utf8` counts them; `StringFunctions` holds the plain ones, `PatternFunctions` LIKE and
/// regular expressions, `QuoteFunctions` quoting and formatting.
@NullMarked
package dev.millrace.model.function.text;

import org.jspecify.annotations.NullMarked;
