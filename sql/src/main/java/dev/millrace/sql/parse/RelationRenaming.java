package dev.millrace.sql.parse;

import java.util.Comparator;
import java.util.List;

/// Gives relations in the text of a query other names. What the query called them becomes an alias,
/// so that everything else stays as it was written.
public final class RelationRenaming {

  private final TokenList tokens;
  private final StringBuilder text;

  private RelationRenaming(String text) {
    this.tokens = Lexer.lex(text);
    this.text = new StringBuilder(text);
  }

  /// A relation in FROM.
  ///
  /// @param position 1-based character at which its name begins
  /// @param name full or not, its parts quoted where they have to be
  public record Place(int position, List<String> name) {
    public Place {
      name = List.copyOf(name);
    }
  }

  /// The text with the new names.
  public static String rename(String text, List<Place> places) {
    RelationRenaming renaming = new RelationRenaming(text);
    places.stream()
        .distinct()
        .sorted(Comparator.comparingInt(Place::position).reversed())
        .forEach(renaming::rename);
    return renaming.text.toString();
  }

  private void rename(Place place) {
    int first = 0;
    while (tokens.at(first).position() < place.position()) {
      first++;
    }
    int last = first;
    while (tokens.at(last + 1).is(".") && tokens.at(last + 2).isWord()) {
      last += 2;
    }
    String called = source(last);
    boolean needsAlias = !hasAlias(last + 1) && !place.name().getLast().equals(called);
    text.replace(
        tokens.at(first).start,
        tokens.at(last).end,
        String.join(".", place.name()) + (needsAlias ? " AS " + called : ""));
  }

  private boolean hasAlias(int index) {
    SqlToken next = tokens.at(index);
    return next.is("as") || (next.isName() && !next.is("tablesample"));
  }

  private String source(int index) {
    return tokens.text(tokens.at(index).start, tokens.at(index).end);
  }
}
