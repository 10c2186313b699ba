package dev.millrace.model.value.json.path;

import dev.millrace.model.error.DatabaseException;
import dev.millrace.model.error.SqlState;
import dev.millrace.model.value.json.JsonNode;
import dev.millrace.model.value.json.JsonNode.JsonBool;
import dev.millrace.model.value.json.JsonNode.JsonString;
import dev.millrace.model.value.json.path.Path.Program;
import dev.millrace.model.value.json.path.Path.Step;
import dev.millrace.model.value.json.path.Path.Subscript;
import dev.millrace.model.value.json.path.PathLexer.Kind;
import dev.millrace.model.value.json.path.PathLexer.Token;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a path by recursive descent.
public final class PathParser {

  private static final Set<String> METHODS =
      Set.of("type", "size", "double", "ceiling", "floor", "abs");
  private static final Set<String> REFUSED_METHODS = Set.of("keyvalue", "datetime");
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<>", "<", "<=", ">", ">=");

  private static final String FLAGS = "ismxq";

  /// Parentheses and filters inside each other.
  private static final int DEPTH_MAX = 200;

  private final List<Token> tokens;
  private int at;
  private int depth;
  private boolean inFilter;
  private boolean inSubscript;

  private PathParser(String text) {
    this.tokens = PathLexer.tokens(text);
  }

  /// The path of a text; 42601 if it is none.
  public static Program parse(String text) {
    PathParser parser = new PathParser(text);
    boolean isStrict = parser.acceptWord("strict");
    if (!isStrict) {
      parser.acceptWord("lax");
    }
    Path body = parser.or();
    if (parser.peek().kind() != Kind.END) {
      throw parser.unexpected();
    }
    return new Program(isStrict, body);
  }

  private Path or() {
    if (++depth > DEPTH_MAX) {
      throw new DatabaseException(SqlState.STATEMENT_TOO_COMPLEX, "jsonpath nests too deep");
    }
    Path left = and();
    while (accept("||")) {
      left = new Path.Logic(false, predicate(left), predicate(and()));
    }
    depth--;
    return left;
  }

  private Path and() {
    Path left = comparison();
    while (accept("&&")) {
      left = new Path.Logic(true, predicate(left), predicate(comparison()));
    }
    return left;
  }

  private Path predicate(Path path) {
    if (!path.isPredicate()) {
      throw unexpected();
    }
    return path;
  }

  private Path value(Path path) {
    if (path.isPredicate()) {
      throw unexpected();
    }
    return path;
  }

  private Path comparison() {
    if (accept("!")) {
      Path operand = primary();
      return new Path.Negation(predicate(operand));
    }
    Path left = sum();
    Token next = peek();
    if (next.kind() == Kind.SYMBOL && COMPARISONS.contains(next.text())) {
      at++;
      String operator = next.text().equals("<>") ? "!=" : next.text();
      return new Path.Comparison(operator, value(left), value(sum()));
    }
    if (acceptWord("starts")) {
      expectWord("with");
      return new Path.StartsWith(value(left), primary());
    }
    if (acceptWord("like_regex")) {
      String pattern = string();
      String flags = acceptWord("flag") ? string() : "";
      return new Path.LikeRegex(value(left), pattern, checkedFlags(flags));
    }
    return left;
  }

  /// The flags of a pattern in the order they print in, each once.
  private static String checkedFlags(String flags) {
    for (int i = 0; i < flags.length(); i++) {
      if (FLAGS.indexOf(flags.charAt(i)) < 0) {
        throw syntax("invalid input syntax for type jsonpath")
            .withDetail(
                "Unrecognized flag character \"" + flags.charAt(i) + "\" in LIKE_REGEX predicate.");
      }
    }
    StringBuilder ordered = new StringBuilder();
    for (int i = 0; i < FLAGS.length(); i++) {
      ordered.append(flags.indexOf(FLAGS.charAt(i)) >= 0 ? String.valueOf(FLAGS.charAt(i)) : "");
    }
    String checked = ordered.toString();
    if (checked.contains("x") && !checked.contains("q")) {
      throw DatabaseException.notSupported("XQuery \"x\" flag (expanded regular expressions)", 0);
    }
    return checked;
  }

  private Path sum() {
    Path left = product();
    while (peek().is("+") || peek().is("-")) {
      char operator = tokens.get(at++).text().charAt(0);
      left = new Path.Arithmetic(operator, value(left), value(product()));
    }
    return left;
  }

  private Path product() {
    Path left = signed();
    while (peek().is("*") || peek().is("/") || peek().is("%")) {
      char operator = tokens.get(at++).text().charAt(0);
      left = new Path.Arithmetic(operator, value(left), value(signed()));
    }
    return left;
  }

  private Path signed() {
    if (peek().is("+") || peek().is("-")) {
      char operator = tokens.get(at++).text().charAt(0);
      return new Path.Sign(operator, value(signed()));
    }
    return primary();
  }

  /// A value with its steps, or a condition in parentheses.
  private Path primary() {
    Path head = head();
    List<Step> steps = new ArrayList<>();
    while (true) {
      Step step = step();
      if (step == null) {
        break;
      }
      steps.add(step);
    }
    return steps.isEmpty() ? head : new Path.Chain(head, steps);
  }

  private Path head() {
    Token token = tokens.get(at);
    switch (token.kind()) {
      case NUMBER -> {
        at++;
        return new Path.Constant(JsonNode.number(new BigDecimal(token.text())));
      }
      case STRING -> {
        at++;
        return new Path.Constant(new JsonString(token.text()));
      }
      case VARIABLE -> {
        at++;
        return new Path.Variable(token.text());
      }
      default -> {}
    }
    if (accept("$")) {
      return new Path.Root();
    }
    if (accept("(")) {
      Path inner = or();
      expect(")");
      if (inner.isPredicate() && acceptWord("is")) {
        expectWord("unknown");
        return new Path.IsUnknown(inner);
      }
      return inner;
    }
    if (peek().is("@")) {
      at++;
      if (!inFilter) {
        throw syntax("@ is not allowed in root expressions");
      }
      return new Path.Current();
    }
    return word(token);
  }

  private Path word(Token token) {
    if (token.kind() != Kind.WORD) {
      throw unexpected();
    }
    at++;
    return switch (token.text()) {
      case "true" -> new Path.Constant(new JsonBool(true));
      case "false" -> new Path.Constant(new JsonBool(false));
      case "null" -> new Path.Constant(JsonNode.NULL);
      case "last" -> {
        if (!inSubscript) {
          throw syntax("LAST is allowed only in array subscripts");
        }
        yield new Path.Last();
      }
      case "exists" -> {
        expect("(");
        Path operand = or();
        expect(")");
        yield new Path.Exists(operand);
      }
      default -> {
        at--;
        throw unexpected();
      }
    };
  }

  private @Nullable Step step() {
    if (accept("?")) {
      expect("(");
      boolean outer = inFilter;
      inFilter = true;
      Path condition = predicate(or());
      inFilter = outer;
      expect(")");
      return new Step.Filter(condition);
    }
    if (accept("[")) {
      if (accept("*")) {
        expect("]");
        return new Step.AnyElement();
      }
      return subscripts();
    }
    if (!accept(".")) {
      return null;
    }
    if (accept("**")) {
      return descendants();
    }
    if (accept("*")) {
      return new Step.AnyKey();
    }
    Token name = tokens.get(at);
    if (name.kind() == Kind.STRING) {
      at++;
      return new Step.Key(name.text());
    }
    if (name.kind() != Kind.WORD) {
      throw unexpected();
    }
    at++;
    boolean isCall = peek().is("(");
    if (isCall && REFUSED_METHODS.contains(name.text())) {
      throw DatabaseException.notSupported("jsonpath item method ." + name.text() + "()", 0);
    }
    if (isCall && METHODS.contains(name.text())) {
      at++;
      expect(")");
      return new Step.Method(name.text());
    }
    return new Step.Key(name.text());
  }

  private Step subscripts() {
    boolean outer = inSubscript;
    inSubscript = true;
    List<Subscript> all = new ArrayList<>();
    do {
      Path from = value(sum());
      all.add(new Subscript(from, acceptWord("to") ? value(sum()) : from));
    } while (accept(","));
    inSubscript = outer;
    expect("]");
    return new Step.Elements(all);
  }

  private Step descendants() {
    if (!accept("{")) {
      return new Step.Descendants(0, Integer.MAX_VALUE);
    }
    int first = level();
    int last = acceptWord("to") ? level() : first;
    expect("}");
    return new Step.Descendants(first, last);
  }

  private int level() {
    if (acceptWord("last")) {
      return Integer.MAX_VALUE;
    }
    Token token = tokens.get(at);
    if (token.kind() != Kind.NUMBER || !token.text().matches("[0-9]{1,9}")) {
      throw unexpected();
    }
    at++;
    return Integer.parseInt(token.text());
  }

  private String string() {
    Token token = tokens.get(at);
    if (token.kind() != Kind.STRING) {
      throw unexpected();
    }
    at++;
    return token.text();
  }

  private Token peek() {
    return tokens.get(at);
  }

  private boolean accept(String symbol) {
    boolean isThere = peek().is(symbol);
    at += isThere ? 1 : 0;
    return isThere;
  }

  private boolean acceptWord(String word) {
    boolean isThere = peek().kind() == Kind.WORD && peek().text().equals(word);
    at += isThere ? 1 : 0;
    return isThere;
  }

  private void expect(String symbol) {
    if (!accept(symbol)) {
      throw unexpected();
    }
  }

  private void expectWord(String word) {
    if (!acceptWord(word)) {
      throw unexpected();
    }
  }

  private DatabaseException unexpected() {
    Token token = peek();
    return syntax(
        token.kind() == Kind.END
            ? "syntax error at end of jsonpath input"
            : "syntax error at or near \"" + token.text() + "\" of jsonpath input");
  }

  private static DatabaseException syntax(String message) {
    return new DatabaseException(SqlState.SYNTAX_ERROR, message);
  }
}
