using System.Collections.Immutable;
using Throughline.Casefile.Addresses;

namespace Throughline.Casefile.Releases;

/// <summary>What a release lacks, in a stable code and one sentence. It is the station's work and never stops a release.</summary>
public sealed record MissingDetail(string Code, string Sentence);

public static class MissingDetails
{
    /// <summary>In the order in which a station asks. Care of somebody and no fixed abode are full answers, so they are not in it.</summary>
    public static ImmutableArray<MissingDetail> Of(ReleaseRecord record, AddressGrade grade, bool isMinor)
    {
        var missing = ImmutableArray.CreateBuilder<MissingDetail>();
        void Ask(bool isMissing, string column, string code, string sentence, string whenWrong = "")
        {
            if (isMissing)
            {
                missing.Add(new(code, record.AsWritten?.GetValueOrDefault(column) is { } written ? $"{whenWrong} \u201c{written}\u201d is kept as it was written." : sentence));
            }
        }

        Ask(record.Surname.Equals("unknown", StringComparison.OrdinalIgnoreCase), "surname", "name", "Surname: nobody knows it yet.");
        Ask(record.BirthDate is null, "birthDate", "birth-date", "Birth date: without it a child can\u2019t be told from an adult.", "Birth date: not a day that can be right.");
        Ask(record.ANumber is null, "aNumber", "a-number", "A-number: none was given.", "A-number: an A and 8 or 9 digits are needed.");
        Ask(record.Nationality is null, "nationality", "nationality", "Nationality: not asked yet.", "Nationality: three letters are needed.");
        Ask(record.Language is null, "language", "language", "Language: not asked yet, so the notice is in English.", "Language: three letters are needed.");
        Ask(record.Phone is null && !isMinor, "phone", "phone", "Phone: without one nobody can remind this person.", "Phone: a country code and digits are needed.");
        if (Sentence(grade) is { } address)
        {
            missing.Add(new("address", address));
        }

        return missing.ToImmutable();
    }

    private static string? Sentence(AddressGrade grade) => grade switch
    {
        AddressGrade.Blank => "Address: none was given, so no office follows from it.",
        AddressGrade.Undeliverable => "Address: no letter would come. Check the street, the state and the postcode.",
        AddressGrade.UnitMissing => "Address: it speaks of a flat or a room and names none.",
        AddressGrade.Crowded => "Address: more than 20 people of other households gave it too.",
        _ => null,
    };
}
