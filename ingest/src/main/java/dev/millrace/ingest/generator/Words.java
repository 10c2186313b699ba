package dev.millrace.ingest.generator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Word lists from which generated names, places and products are drawn, as UTF-8. Our own choice
/// of words; nothing depends on which they are but that they are stable between restarts.
final class Words {

  static final byte[][] FIRST_NAMES =
      of(
          "Ada Alma Amir Anja Aoife Arlo Asha Bela Boris Carla Cleo Dara Dmitri Edda Elif Emil Enzo"
              + " Esme Farid Fenna Freya Gina Gustav Hana Hugo Ida Imre Ines Ivo Jana Jonas Juno"
              + " Kaia Karim Kira Lars Lea Lino Lola Luca Mabel Maja Marek Mina Nadia Nico Nora"
              + " Olga Omar Otto Pia Priya Quinn Rafa Rosa Ruben Sami Selma Sven Tara Theo Tilda"
              + " Uma Vera Viggo Wanda Willem Xenia Yara Yusuf Zeno Zoe");
  static final byte[][] LAST_NAMES =
      of(
          "Abbott Achterberg Baker Banerjee Berg Bianchi Castro Chen Costa Dahl Dietrich Dubois"
              + " Eriksen Farkas Fischer Fontaine Gallo Garcia Haas Hansen Horvat Ivanov Jansen"
              + " Kaya Keller Kim Kowalski Larsen Leclerc Lopez Maier Marin Mendez Moreau Nagy"
              + " Nguyen Novak Okafor Olsen Ortega Park Petrov Quist Ramos Rossi Sato Schmid Silva"
              + " Singh Sorensen Tanaka Toth Ueda Varga Visser Weber Wolf Yilmaz Zeman Zhang");
  static final byte[][] DOMAINS = of("example.com example.net example.org");
  static final byte[][] CITIES =
      of(
          "Alderford Ambleside Brightwater Cedarholm Clearbrook Dunmore Eastvale Elmstead Fairhaven"
              + " Foxbridge Glenrock Greyharbor Hartwell Highmoor Ironbridge Kingsmere Lakehurst"
              + " Larkfield Maplewood Millbrook Northgate Oakridge Pinecrest Queensbury Ravenhill"
              + " Riverton Silverlake Stonebury Summerfield Thornton Underhill Valemont Westcliff"
              + " Willowdale Yarrow");
  static final byte[][] STATES =
      of(
          "Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Georgia"
              + " Hawaii Idaho Illinois Indiana Iowa Kansas Kentucky Louisiana Maine Maryland"
              + " Massachusetts Michigan Minnesota Mississippi Missouri Montana Nebraska Nevada"
              + " Ohio Oklahoma Oregon Pennsylvania Tennessee Texas Utah Vermont Virginia"
              + " Washington Wisconsin Wyoming");
  static final byte[][] PRODUCTS =
      of(
          "Bench Bike Blanket Boots Bottle Bowl Bread Candle Chair Cheese Clock Coat Cup Desk Drum"
              + " Gloves Hammer Hat Helmet Jacket Kettle Knife Lamp Ladder Mirror Mug Notebook"
              + " Pan Pants Pillow Plate Radio Rug Salad Scarf Shelf Shirt Shoes Soap Sofa Table"
              + " Tea Tent Towel Umbrella Vase Wallet Watch");
  static final byte[][] MATERIALS =
      of("Bronze Concrete Cotton Fresh Frozen Granite Metal Plastic Rubber Soft Steel Wooden");
  static final byte[][] ADJECTIVES =
      of(
          "compact durable elegant everyday generous gentle handmade honest light little modern"
              + " plain practical quiet reliable robust rustic sleek sturdy timeless warm");

  private Words() {}

  private static byte[][] of(String words) {
    return Arrays.stream(words.split(" "))
        .map(word -> word.getBytes(StandardCharsets.UTF_8))
        .toArray(byte[][]::new);
  }
}
