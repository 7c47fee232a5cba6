namespace Throughline.Host.Participant;

/// <summary>
/// The answers of the person's page. They stand in the record as sentences for the desk, each on a line of its own, then the person's
/// own words; read back, they are told to the person in their language.
/// </summary>
/// <param name="AddressIsRight">Null where no address is known to ask about.</param>
/// <param name="PhoneIsRight">Null where no phone is known to ask about.</param>
internal sealed record ToldOnPage(bool? AddressIsRight, bool? PhoneIsRight, bool AsksForCall, string? Words)
{
    private const string WrongAddress = "The address is no longer right.", WrongPhone = "The phone is no longer right.", Call = "Asks to be called.";

    /// <summary>Null when there is nothing to tell.</summary>
    public string? ToText()
    {
        var lines = new[] { AddressIsRight == false ? WrongAddress : null, PhoneIsRight == false ? WrongPhone : null, AsksForCall ? Call : null, Words };
        return lines.Any(l => l is not null) ? string.Join('\n', lines.Where(l => l is not null)) : null;
    }

    public static ToldOnPage Read(string? text, bool hasAddress, bool hasPhone)
    {
        var rest = text ?? "";
        bool Takes(string sentence)
        {
            if (rest != sentence && !rest.StartsWith(sentence + "\n", StringComparison.Ordinal))
            {
                return false;
            }

            rest = rest.Length > sentence.Length ? rest[(sentence.Length + 1)..] : "";
            return true;
        }

        var (wrongAddress, wrongPhone, call) = (Takes(WrongAddress), Takes(WrongPhone), Takes(Call));
        return new ToldOnPage(wrongAddress ? false : hasAddress ? true : null, wrongPhone ? false : hasPhone ? true : null, call, rest.Length > 0 ? rest : null);
    }
}
