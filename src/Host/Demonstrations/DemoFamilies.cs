namespace Throughline.Host.Demonstrations;

/// <summary>An invented family: adults first, as many given names as the largest household needs.</summary>
internal sealed record DemoFamily(string Surname, string Language, string Nationality, params string[] Given);

/// <summary>Who appears in a demonstration, and where they go. Names, numbers and addresses are invented; telephone numbers are 555-01xx.</summary>
internal static class DemoFamilies
{
    public static readonly DemoFamily[] All =
    [
        new("Quispe Condori", "spa", "ECU", "Wilson", "Rosa", "Luz", "Inti", "Sol"),
        new("Pacheco Lima", "por", "BRA", "Duarte", "Marisol", "Bianca", "Caio", "Lia"),
        new("Radu", "ron", "ROU", "Ionuț", "Elena", "Andrei", "Ana", "Matei"),
        new("Estimé", "hat", "HTI", "Darline", "Jean-Robert", "Mirlande", "Wilner", "Nadège"),
        new("Caiza Toapanta", "spa", "ECU", "Segundo", "Blanca", "Jefferson", "Nelly", "Kevin"),
        new("Hernández López", "spa", "GTM", "Rubén", "Yolanda", "Marcos", "Lucía", "Elías"),
        new("Baptiste", "hat", "HTI", "Fabiola", "Renel", "Sherley", "Woodly", "Naïka"),
        new("Andrade Rivas", "por", "BRA", "Thiago", "Joana", "Davi", "Laura", "Enzo"),
        new("Choque Apaza", "spa", "BOL", "Wilmer", "Nieves", "Álex", "Mayra", "Abel"),
        new("Munteanu", "ron", "MDA", "Vasile", "Ioana", "Sorin", "Daria", "Luca"),
        new("Salcedo Prado", "spa", "HND", "Karla", "Óscar", "Valeria", "Josué", "Mía"),
        new("Jean-Louis", "hat", "HTI", "Emmanuel", "Rose-Laure", "Stanley", "Lovely", "Peterson"),
        new("Zambrano Vera", "spa", "VEN", "Yorleidy", "Edwin", "Sofía", "Ángel", "Camila"),
    ];

    /// <summary>Line with a place for the number, unit, city, state, postcode: most of them where one office serves, so that its inbox is worth looking at.</summary>
    public static readonly string[][] Addresses =
    [
        ["{0} Quarry Road", "", "Aurora", "CO", "80011"], ["{0} Larch Street", "Apt 3", "Denver", "CO", "80219"], ["{0} Orange Way Apt", "", "Denver", "CO", "80202"],
        ["c/o Casa Vega", "", "Houston", "TX", "77060"], ["{0} Foothill Drive", "", "Fort Collins", "CO", "80521"], ["", "", "", "", ""], ["{0} Palm Court", "Unit 12", "Miami", "FL", "33130"],
    ];

    /// <summary>People in a household, one after the other: none in step with the stages.</summary>
    public static readonly int[] Sizes = [2, 1, 3, 5, 1, 4, 2, 1, 3, 1, 5];
}
