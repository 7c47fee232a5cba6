using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.Programmes;
using Throughline.Casefile.Releases;
using Throughline.Storage;

namespace Throughline.Host.Casework;

/// <summary>One person of a household as the station typed it; every field may be empty but the surname.</summary>
internal sealed record DraftMember
{
    /// <summary>The names of the form's fields: those of the interface, so that a page and a file mean the same.</summary>
    public static readonly ImmutableArray<string> Fields =
        ["givenName", "surname", "birthDate", "sex", "nationality", "language", "interpreterNeeded", "aNumber", "phone"];

    public ImmutableSortedDictionary<string, string> Values { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public string this[string field] => Values.GetValueOrDefault(field, "");

    public string FullName => $"{this["givenName"]} {this["surname"]}".Trim();

    public LocalDate? BirthDate => LocalDatePattern.Iso.Parse(this["birthDate"]) is { Success: true, Value: var day } ? day : null;

    public static DraftMember From(Func<string, string?> posted) => new()
    {
        Values = Fields.Select(f => (f, Normal(f, posted(f)?.Trim() ?? ""))).Where(v => v.Item2.Length > 0)
            .ToImmutableSortedDictionary(v => v.f, v => v.Item2, StringComparer.Ordinal),
    };

    /// <summary>How a station writes is turned into how it is kept, where that is certain; anything else stays as it was written.</summary>
    private static string Normal(string field, string text) => field switch
    {
        "phone" => Phone(text),
        "nationality" => text.ToUpperInvariant(),
        "language" => text.ToLowerInvariant(),
        _ => text,
    };

    /// <summary>"(915) 555-0142" is a number of this country: ten digits, the first two groups not beginning with 0 or 1.</summary>
    private static string Phone(string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        var isWritten = text.All(c => char.IsAsciiDigit(c) || c is ' ' or '(' or ')' or '-' or '.' or '+');
        return !isWritten ? text : text.StartsWith('+') ? "+" + digits : digits is [>= '2', _, _, ..] && digits.Length == 10 ? "+1" + digits : text;
    }
}

internal enum WhereTo { NotAsked, Address, CareOf, NoFixedAbode, NotKnown }

/// <summary>A release that is being written: what was answered so far. Kept sealed in the store until it is recorded.</summary>
internal sealed record ReleaseDraft(string Key, string Station)
{
    // The characters of a notice's code: what is read aloud must not be mistaken.
    private const string KeyCharacters = "346789ABCDEFGHJKMNPQRTUVWXY";

    public ImmutableList<DraftMember> Members { get; init; } = [];
    public string Pathway { get; init; } = "";
    public OffsetDateTime? ReleasedAt { get; init; }
    public WhereTo Where { get; init; }
    public string CareOf { get; init; } = "";
    public Address Address { get; init; } = Address.None;

    public static ReleaseDraft Begin(string station) => new(RandomNumberGenerator.GetString(KeyCharacters, 8), station);

    public static ReleaseDraft? Load(Installation installation, string key) =>
        Drafts.Load(installation.Store, key, installation.Clock.GetCurrentInstant()) is { } found ? JsonSerializer.Deserialize<ReleaseDraft>(found, Storage.Log.EventJson.Readable) : null;

    public void Save(Installation installation) =>
        Drafts.Save(installation.Store, Key, JsonSerializer.SerializeToUtf8Bytes(this, Storage.Log.EventJson.Readable), installation.Clock.GetCurrentInstant());

    /// <summary>
    /// The record of the <paramref name="index"/>-th person. It hangs on the draft, so that the same form sent twice is the same record:
    /// the second sending is known and changes nothing.
    /// </summary>
    public string RecordId(int index) => $"{Station}-{Key}-{index + 1}";

    /// <summary>The day of the release at the station, by which ages count.</summary>
    public bool IsMinor(DraftMember member, LocalDate today) => AgeBands.Of(member.BirthDate, ReleasedAt?.Date ?? today) == AgeBand.Under18;

    /// <summary>Nobody of age is in the household. An unknown birth date may be an adult's.</summary>
    public bool IsChildAlone(LocalDate today) => Members.Count > 0 && Members.TrueForAll(m => IsMinor(m, today));

    /// <summary>Where the household goes, in the words by which its grade is told.</summary>
    public Address Destination => Where switch
    {
        WhereTo.CareOf => Address with { Line = $"c/o {CareOf}{(Address.Line.Length > 0 ? ", " : "")}{Address.Line}" },
        WhereTo.NoFixedAbode => Address with { Line = "No fixed abode", Unit = "" },
        WhereTo.NotKnown => Address.None,
        _ => Address,
    };

    public IReadOnlyDictionary<string, string> FieldsOf(int index, LocalDate today)
    {
        var to = Destination;
        var fields = new Dictionary<string, string>(Members[index].Values, StringComparer.Ordinal)
        {
            ["recordId"] = RecordId(index),
            ["familyUnitId"] = Members.Count > 1 ? $"{Station}-{Key}" : "",
            ["station"] = Station,
            ["pathway"] = IsChildAlone(today) ? Casefile.Programmes.Pathway.None : Pathway,
            ["releasedAt"] = ReleasedAt is { } at ? OffsetDateTimePattern.Rfc3339.Format(at) : "",
            ["addressLine"] = to.Line,
            ["unit"] = to.Unit,
            ["city"] = to.City,
            ["state"] = to.State,
            ["postalCode"] = to.PostalCode,
        };
        return fields;
    }
}
