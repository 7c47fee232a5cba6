using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Throughline.Casefile.Addresses;

/// <summary>Which state a postcode lies in.</summary>
public interface IPostcodes
{
    /// <summary>The two letters of the state of a five-digit postcode (a ZIP+4 is cut); null when there is no such postcode.</summary>
    string? StateOf(ReadOnlySpan<char> postalCode);
}

public static partial class AddressRules
{
    /// <summary>Everything but <see cref="AddressGrade.Crowded"/>, which only the count of people at a place can tell.</summary>
    public static AddressGrade Grade(Address a, IPostcodes postcodes)
    {
        if (a is { Line: "", Unit: "", City: "", State: "", PostalCode: "" })
        {
            return AddressGrade.Blank;
        }

        // "Homeless shelter, 12 Main St" is an address; "homeless" is an answer.
        if (NoFixedAbode().IsMatch(a.Line) && a.Line.AsSpan().IndexOfAnyInRange('0', '9') < 0)
        {
            return AddressGrade.NoFixedAbode;
        }

        if (CareOf().IsMatch(a.Line) || CareOf().IsMatch(a.Unit))
        {
            return AddressGrade.CareOf;
        }

        var state = postcodes.StateOf(a.PostalCode);
        if (state is null || !state.Equals(a.State, StringComparison.OrdinalIgnoreCase) || a.Line.AsSpan().IndexOfAnyInRange('0', '9') < 0)
        {
            return AddressGrade.Undeliverable;
        }

        return a.Unit is "" or "N/A" or "n/a" or "-" && SaysUnitWithoutNaming(a.Line) ? AddressGrade.UnitMissing : AddressGrade.Deliverable;
    }

    /// <summary>
    /// A text by which two writings of one place are equal: case, accents and punctuation fall away, streets and units have one word each.
    /// It is hashed before it is stored.
    /// </summary>
    public static string PlaceText(Address a)
    {
        var text = new StringBuilder(64);
        Append(text, a.Line);
        Append(text, a.Unit);
        Append(text, a.City);
        Append(text, a.State);
        Append(text, a.PostalCode.Length > 5 ? a.PostalCode[..5] : a.PostalCode);
        return text.ToString();
    }

    /// <summary>The line speaks of a unit and ends there: "6498 Orange Way Apt". A unit that the line itself numbers ("Apt 5") is given.</summary>
    private static bool SaysUnitWithoutNaming(string line) => UnitAtEnd().IsMatch(line);

    private static void Append(StringBuilder to, string part)
    {
        var word = new StringBuilder(16);
        foreach (var c in part.Normalize(NormalizationForm.FormD))
        {
            if (char.IsLetterOrDigit(c))
            {
                word.Append(char.ToLowerInvariant(c));
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                End(to, word);
            }
        }

        End(to, word);
    }

    private static void End(StringBuilder to, StringBuilder word)
    {
        if (word.Length == 0)
        {
            return;
        }

        var text = word.ToString() switch
        {
            "street" => "st",
            "avenue" or "av" => "ave",
            "road" => "rd",
            "drive" => "dr",
            "lane" => "ln",
            "court" => "ct",
            "boulevard" => "blvd",
            "place" => "pl",
            "north" => "n",
            "south" => "s",
            "east" => "e",
            "west" => "w",
            // The kind of unit differs between writers; its number does not.
            "apt" or "apartment" or "unit" or "no" or "num" or "apto" or "departamento" or "depto" or "suite" or "ste" => "",
            var other => other,
        };
        if (text.Length > 0)
        {
            to.Append(text).Append(' ');
        }

        word.Clear();
    }

    [GeneratedRegex(@"\b(homeless|no fixed (abode|address)|no permanent address|sin (domicilio|direcci[oó]n) fij[oa]|sin hogar|en la calle|san kay|sem (morada|endere[cç]o) fix[oa]|pa gen adr[eè]s|f[aă]r[aă] domiciliu)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex NoFixedAbode();

    [GeneratedRegex(@"(^|\s)(c/o:?|care of|a/c de|al cuidado de|en casa de|aos cuidados de|lakay|la adresa lui)\s", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CareOf();

    [GeneratedRegex(@"(^|[\s,])(apt|apartment|unit|ste|suite|lot|rm|room|trlr|trailer|bldg|fl|floor|apto|apartamento|depto|departamento|piso|#)\.?\s*#?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex UnitAtEnd();
}
