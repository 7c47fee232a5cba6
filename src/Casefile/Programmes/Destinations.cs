using Throughline.Casefile.Addresses;

namespace Throughline.Casefile.Programmes;

/// <summary>From an address to the office that serves it.</summary>
internal static class Destinations
{
    /// <summary>
    /// The state decides where one office serves all of it, the postcode where several share it. A state that was not written is
    /// taken from the postcode. Whatever is left open goes to the intake desk with the sentence that says what to ask.
    /// </summary>
    public static Destination Find(Programme programme, Address address, string? stateOfPostcode)
    {
        var written = address.State.Trim().ToUpperInvariant();
        var postcode = address.PostalCode.Trim();
        var state = written.Length > 0 ? written : stateOfPostcode ?? "";
        var place = Place(address.City.Trim(), state, postcode);
        if (place.Length == 0)
        {
            return address.Line.Trim().Length == 0
                ? Intake("No address was given: the intake desk looks for one")
                : Intake("No state and no postcode was given: the intake desk asks for them");
        }

        if (stateOfPostcode is not null && stateOfPostcode != state)
        {
            return Intake($"{place}: the postcode lies in {stateOfPostcode}, the address says {state}; the intake desk asks which is right");
        }

        if (state.Length == 0)
        {
            return Intake($"{place}: no state was given; the intake desk asks for it");
        }

        int? prefix = postcode.Length >= 3 && postcode.AsSpan(0, 3).IndexOfAnyExceptInRange('0', '9') < 0
            ? int.Parse(postcode.AsSpan(0, 3), System.Globalization.CultureInfo.InvariantCulture) : null;
        var isShared = false;
        foreach (var (_, office) in programme.Offices)
        {
            foreach (var part in office.Serves)
            {
                if (part.State != state)
                {
                    continue;
                }

                if (part.IsWholeState || (part.First <= prefix && prefix <= part.Last))
                {
                    return new(office, false, $"{place}: {ShortName(office)} serves {part}");
                }

                isShared = true;
            }
        }

        return Intake(
            isShared && prefix is null ? $"{place}: several offices share {state} and no postcode was given; the intake desk asks for it"
            : isShared ? $"{place}: no office serves this part of {state}; the intake desk finds one"
            : $"{place}: no office serves {state}; the intake desk finds one");

        Destination Intake(string because) => new(programme.IntakeDesk, true, because);
    }

    private static string Place(string city, string state, string postcode)
    {
        var region = string.Join(' ', new[] { state, postcode }.Where(p => p.Length > 0));
        return string.Join(", ", new[] { city, region }.Where(p => p.Length > 0));
    }

    /// <summary>"Denver" of "Denver Field Office": the sentence names the place, the page beside it the office.</summary>
    private static string ShortName(Office office) => office.Name.Replace(" Field Office", "", StringComparison.Ordinal);
}
