using System.Globalization;
using System.Text;
using CsCheck;
using NodaTime;
using Throughline.Casefile.People;

namespace Throughline.Tests.People;

public sealed class NameKeysTests
{
    private static readonly LocalDate Born = new(1979, 3, 4);

    private static IReadOnlyList<string> Parts(string given, string surname) =>
        NameKeys.ForPerson(given, surname, Born, "A014609035", "+12105550101", "R21-028351");

    private static int Nearness(string query, string given, string surname) => NameKeys.Nearness(NameKeys.ForQuery(query), Parts(given, surname));

    /// <summary>What the store finds by parts alone, and what is left of it by nearness.</summary>
    private static bool Finds(string query, string given, string surname)
    {
        var asked = NameKeys.ForQuery(query);
        var parts = Parts(given, surname);
        var byParts = asked.Count > 0 && asked.All(word => word.Any(parts.Contains));
        return byParts && NameKeys.Nearness(asked, parts) > 0;
    }

    [Theory]
    [InlineData("GOMES", "Reina", "Gómez")]
    [InlineData("Basques", "Ana", "Vásquez")]
    [InlineData("Vazques", "Ana", "Vásquez")]
    [InlineData("Ximenes", "Luis", "Jiménez")]
    [InlineData("Gimenez", "Luis", "Jiménez")]
    [InlineData("Himenez", "Luis", "Jiménez")]
    [InlineData("Jimenes", "Luis", "Himénez")]
    [InlineData("Llanes", "Eva", "Yáñez")]
    [InlineData("Yanez", "Eva", "Llanes")]
    [InlineData("Chica", "Ion", "Chică")]
    [InlineData("Turcanu", "Ion", "Țurcanu")]
    [InlineData("TURCANU", "Ion", "Ţurcanu")]
    [InlineData("Stefan", "Ștefan", "Popa")]
    [InlineData("Shtefan", "Ştefan", "Popa")]
    [InlineData("Janbatis", "Marie", "Jean-Baptiste")]
    [InlineData("jan batis", "Marie", "Jean-Baptiste")]
    [InlineData("Jean Baptiste", "Marie", "Janbatis")]
    [InlineData("Jean-Baptiste", "Marie", "Janbatis")]
    [InlineData("Jean-Robert", "Jean Robert", "Estimé")]
    [InlineData("Jeanrobert", "Jean-Robert", "Estimé")]
    [InlineData("Estime", "Jean", "Estimé")]
    [InlineData("Estim", "Jean", "Estimé")]
    [InlineData("Lwis", "Louis", "Pierre")]
    [InlineData("Luis", "Louis", "Pierre")]
    [InlineData("Ouilner", "Wilner", "Pierre")]
    [InlineData("Franswa", "François", "Pierre")]
    [InlineData("Benwa", "Benoit", "Pierre")]
    [InlineData("Francois", "François", "Pierre")]
    [InlineData("Mari", "Marie", "Pierre")]
    [InlineData("Filip", "Philippe", "Pierre")]
    [InlineData("Gonzalez Perez", "María", "Pérez González")]
    [InlineData("Reina Gomez", "Gómez", "Reina")]
    [InlineData("Gómez, Reina", "Reina", "Gómez Cáceres")]
    [InlineData("Ernandes", "José", "Hernández")]
    [InlineData("Rodrigues", "José", "Rodríguez")]
    [InlineData("Suniga", "José", "Zúñiga")]
    [InlineData("Castiyo", "José", "Castillo")]
    [InlineData("Wiliams", "José", "Williams")]
    [InlineData("Williams", "José", "Wiliams")]
    [InlineData("Carvallo", "José", "Carvalho")]
    [InlineData("Kispe", "José", "Quispe")]
    [InlineData("Javier", "Xavier", "Quispe")]
    [InlineData("Canpos", "José", "Campos")]
    [InlineData("Ignasio", "Ignacio", "Campos")]
    [InlineData("Joao Conceicao", "João", "da Conceição")]
    [InlineData("Conseisao", "João", "da Conceição")]
    [InlineData("delacruz", "Juan", "de la Cruz")]
    [InlineData("de la Cruz", "Juan", "Delacruz")]
    [InlineData("Cruz", "Juan", "de la Cruz")]
    [InlineData("dos Santos", "Juan", "Santos")]
    [InlineData("OBrien", "Sean", "O'Brien")]
    [InlineData("O’Brien", "Sean", "O'Brien")]
    [InlineData("O Brien", "Sean", "O'Brien")]
    [InlineData("Dauda Lukasz", "Łukasz", "Ðauda")]
    [InlineData("strasse", "Jørgen", "Straße")]
    [InlineData("jorgen", "Jørgen", "Straße")]
    [InlineData("Sanshez", "Jorge", "Sánchez")]
    [InlineData("Gom", "Reina", "Gómez")]
    [InlineData("Gome", "Reina", "Gómez")]
    [InlineData("Hernand", "Reina", "Hernández")]
    [InlineData("R Gomez", "Reina", "Gómez")]
    [InlineData("محمد", "محمد", "علي")]
    [InlineData("ИВАН", "Иван", "Йорданов")]
    [InlineData("李", "伟", "李")]
    [InlineData("Go\u0301mez", "Reina", "Gómez")]
    public void A_name_is_found_in_another_spelling(string query, string given, string surname) => Assert.True(Finds(query, given, surname));

    [Theory]
    [InlineData("Gamas", "Reina", "Gómez")]
    [InlineData("Fernandez", "José", "Hernández")]
    [InlineData("Mendez", "José", "Mendoza")]
    [InlineData("Maria Lopez", "María", "Gómez")]
    [InlineData("Reina Gomez Ortiz", "Reina", "Gómez")]
    [InlineData("Ramos", "José", "Romas")]
    [InlineData("Marino", "José", "Moreno")]
    [InlineData("Garza", "José", "García")]
    [InlineData("Leon", "José", "Luna")]
    [InlineData("Gomu", "Reina", "Gómez")]
    [InlineData("Hernando", "Reina", "Hernández")]
    [InlineData("Go", "Reina", "Gómez")]
    [InlineData("omez", "Reina", "Gómez")]
    [InlineData("Pierre", "Jean", "Petit")]
    [InlineData("Santiago", "Jean", "Santos")]
    [InlineData("علي", "محمد", "حسن")]
    [InlineData("Йван", "Иван", "Петров")]
    [InlineData("", "Reina", "Gómez")]
    [InlineData(" - ' ", "Reina", "Gómez")]
    public void Another_name_is_not_found(string query, string given, string surname) => Assert.False(Finds(query, given, surname));

    [Theory]
    [InlineData("1979-03-04")]
    [InlineData("1979-04-03")]
    [InlineData("4/3/1979")]
    [InlineData("03/04/1979")]
    [InlineData("4.3.1979")]
    [InlineData("19790304")]
    [InlineData("A014609035")]
    [InlineData("a14609035")]
    [InlineData("014609035")]
    [InlineData("A 014-609-035")]
    [InlineData("A014 609 035")]
    [InlineData("a014 609 035 gomez")]
    [InlineData("210 555 0101 A014 609 035")]
    [InlineData("2105550101")]
    [InlineData("+1 210 555 0101")]
    [InlineData("(210) 555-0101")]
    [InlineData("12105550101")]
    [InlineData("r21-028351")]
    [InlineData("R21 028351")]
    [InlineData("gomes 04/03/1979 (210) 555-0101")]
    public void A_number_or_a_date_is_found_however_it_is_typed(string query) => Assert.True(Finds(query, "Reina", "Gómez"));

    [Theory]
    [InlineData("1979-03-05")]
    [InlineData("31/31/1979")]
    [InlineData("A114609035")]
    [InlineData("2105550102")]
    [InlineData("R21-028352")]
    public void Another_number_or_date_is_not_found(string query) => Assert.False(Finds(query, "Reina", "Gómez"));

    [Theory]
    [InlineData("+503 7123 4567")]
    [InlineData("7123-4567")]
    [InlineData("0050371234567")]
    public void A_phone_outside_North_America_is_found_with_and_without_its_country(string typed) =>
        Assert.True(NameKeys.Nearness(NameKeys.ForQuery(typed), NameKeys.ForPerson("", "X", null, null, "+50371234567", null)) > 0);

    [Fact]
    public void What_is_written_as_typed_lists_before_a_beginning_before_a_sound()
    {
        Assert.True(Nearness("Gomez", "Reina", "Gómez") > Nearness("Gomez", "Reina", "Gómezo"));
        Assert.True(Nearness("Gomez", "Reina", "Gómezo") > Nearness("Gomez", "Reina", "Gomes"));
        Assert.True(Nearness("Reina Gomez", "Reina", "Gómez") > Nearness("Reina Gomez", "Reina", "Gómez Cáceres"));
        Assert.True(Nearness("4/3/1979", "Reina", "Gómez") > Nearness("3/4/1979", "Reina", "Gómez"));
    }

    [Fact]
    public void A_list_begins_with_who_is_written_as_typed_whatever_number_was_typed_beside_it()
    {
        var order = new[] { "Gomes", "Gómezo", "Gómez", "Luna" }.OrderBy(s => NameKeys.Closeness("gomez 4/3/1979", "Reina", s));

        Assert.Equal(["Gómez", "Gómezo", "Gomes", "Luna"], order);
        Assert.Equal(100, NameKeys.Closeness("gomez", "Reina", "Luna"));
        Assert.Equal(0, NameKeys.Closeness("Reina Gomez", "Reina", "Gómez"));
    }

    [Fact]
    public void Parts_are_few_and_each_comes_once()
    {
        Assert.Equal(
            ["n:reina", "p:rei", "s:rina", "n:gomez", "p:gom", "s:gumis", "d:1979-03-04", "a:14609035", "t:2105550101", "r:r21028351"],
            Parts("Reina", "Gómez"));
        var words = string.Join(' ', Enumerable.Range(0, 900).Select(i => $"ab{(char)('a' + (i % 26))}{(char)('a' + (i / 26 % 26))}"));
        Assert.InRange(NameKeys.ForPerson(words, "", null, null, null, null).Count, 12, 60);
    }

    [Fact]
    public void A_person_is_found_by_any_of_their_own_words_in_any_order_case_and_without_accents()
    {
        // Two letters or more and no particle: those alone say too little, and are not asked for.
        string[] names =
        [
            "Gómez", "Yáñez", "Țurcanu", "Ştefan", "Lăcătuș", "João", "Conceição", "Nadège", "Saint-Fleur", "Jean-Baptiste", "O'Brien",
            "Hernández", "Jørgen", "Łukasz", "Straße", "Quispe", "Ixcoy", "Tzoc", "Guillén", "Xi", "Иван", "محمد",
        ];
        var words = Gen.Int[0, names.Length - 1].Array[1, 3];
        Gen.Select(words, words, Gen.Int[0, 2], Gen.Int).Sample((given, surname, style, seed) =>
        {
            var own = given.Concat(surname).Select(i => names[i]).ToArray();
            var random = new Random(seed);
            random.Shuffle(own);
            var typed = string.Join(' ', own.Take(random.Next(1, own.Length + 1)));
            typed = style switch { 0 => typed.ToUpperInvariant(), 1 => typed.ToLowerInvariant(), _ => WithoutMarks(typed) };
            return Finds(typed, string.Join(' ', given.Select(i => names[i])), string.Join(' ', surname.Select(i => names[i])));
        });
    }

    private static string WithoutMarks(string text) =>
        string.Concat(text.Normalize(NormalizationForm.FormD).Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark));

    [Fact]
    public void Whatever_is_typed_is_read_without_a_fault() =>
        Gen.String.Sample(text =>
        {
            var parts = NameKeys.ForPerson(text, text, null, text, text, text);
            var query = NameKeys.ForQuery(text);
            return parts.Distinct().Count() == parts.Count && query.All(w => w.Count > 0) && NameKeys.Nearness(query, parts) >= 0;
        });
}
