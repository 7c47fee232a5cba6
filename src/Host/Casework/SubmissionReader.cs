using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.Households;
using Throughline.Casefile.Programmes;
using Throughline.Casefile.Releases;

namespace Throughline.Host.Casework;

/// <summary>Why a row or request cannot be a record: the column, a code for machines, one sentence for people.</summary>
internal sealed record FieldFault(string Column, string Code, string Sentence);

/// <summary>
/// Reads the fields of a release, whether they came as CSV, as JSON or from a page. Only what nobody can do without makes it fail;
/// a bad optional value is kept as it was written and becomes the station's work.
/// </summary>
internal sealed class SubmissionReader(Installation installation)
{
    public static readonly ImmutableArray<string> Columns =
    [
        "recordId", "amendedAt", "aNumber", "familyUnitId", "givenName", "surname", "birthDate", "sex", "nationality", "language", "interpreterNeeded",
        "releasedAt", "station", "pathway", "addressLine", "unit", "city", "state", "postalCode", "phone",
    ];

    private const int FirstYear = 1900, LastYear = 2999;
    private static readonly ImmutableHashSet<string> Known = [.. Columns];

    /// <param name="fields">Column to value; a field that was not given is absent or empty.</param>
    public (Submission? Submission, FieldFault? Fault) Read(IReadOnlyDictionary<string, string> fields, Source source)
    {
        string Field(string column) => fields.GetValueOrDefault(column, "").Trim();
        if (Required(Field) is { } fault)
        {
            return (null, fault);
        }

        var (releasedAt, whenFault) = InstantWithOffset(Field("releasedAt"), "releasedAt");
        if (releasedAt is not { } released)
        {
            return (null, whenFault);
        }

        var asWritten = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        T? Optional<T>(string column, Func<string, T?> read)
        {
            var text = Field(column);
            if (text.Length == 0)
            {
                return default;
            }

            var value = read(text);
            if (value is null)
            {
                asWritten[column] = text;
            }

            return value;
        }

        var record = new ReleaseRecord
        {
            RecordId = Field("recordId"),
            ANumber = Optional("aNumber", ANumbers.Normal),
            FamilyUnitId = Field("familyUnitId") is { Length: > 0 } family ? family : null,
            GivenName = Field("givenName"),
            Surname = Field("surname"),
            BirthDate = Optional<LocalDate?>("birthDate", t => LocalDatePattern.Iso.Parse(t) is { Success: true, Value: var d } && d.Year >= 1900 && d <= released.Date ? d : null),
            Sex = Optional("sex", t => t is "M" or "F" or "X" ? t : null),
            Nationality = Optional("nationality", t => Letters(t, 3, upper: true)),
            Language = Optional("language", t => Letters(t, 3, upper: false)),
            InterpreterNeeded = Optional<bool?>("interpreterNeeded", t => t switch { "Y" => true, "N" => false, _ => null }),
            Address = new Address(Field("addressLine"), Field("unit"), Field("city"), Field("state"), Field("postalCode")),
            Phone = Optional("phone", t => t.Length is >= 8 and <= 16 && t[0] == '+' && t[1] != '0' && t.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0 ? t : null),
            OtherColumns = Others(fields),
        };
        // An amendment dated in the future would stand above every true one that follows.
        var amendedAt = Optional<Instant?>("amendedAt", t => InstantWithOffset(t, "amendedAt").Value?.ToInstant() is { } at && at <= installation.Clock.GetCurrentInstant() ? at : null);
        record = record with { AsWritten = asWritten.Count > 0 ? asWritten.ToImmutable() : null };
        return (new Submission(
            record, Field("station"), Field("pathway"), released, HouseholdOf(record.FamilyUnitId), AddressRules.Grade(record.Address, installation.Postcodes), amendedAt,
            source, ContentHash(fields)), null);
    }

    public HouseholdId? HouseholdOf(string? familyUnitId) =>
        familyUnitId is null ? null : new HouseholdId(installation.Store.Key.LookupNumber("household", familyUnitId));

    /// <summary>An instant as ISO 8601 with an offset; the fault tells what is wrong with it.</summary>
    public static (OffsetDateTime? Value, FieldFault? Fault) InstantWithOffset(string text, string column)
    {
        foreach (var pattern in (ReadOnlySpan<OffsetDateTimePattern>)[OffsetDateTimePattern.Rfc3339, WithoutSeconds])
        {
            if (pattern.Parse(text) is { Success: true, Value: var value })
            {
                // At the ends of the calendar an offset, or a window of days, leads out of what can be counted.
                return value.Year is >= FirstYear and <= LastYear
                    ? (value, null)
                    : (null, new FieldFault(column, "impossible-time", $"{column} '{Short(text)}' lies outside the years {FirstYear} to {LastYear}."));
            }
        }

        return (null, LocalDateTimePattern.GeneralIso.Parse(text).Success || LocalDateTimePattern.ExtendedIso.Parse(text).Success
            ? new FieldFault(column, "no-offset", $"{column} '{Short(text)}' has no offset. Write it as 2021-03-21T00:13:29-07:00.")
            : new FieldFault(column, "impossible-time", $"{column} '{Short(text)}' is no time that exists. Write it as 2021-03-21T00:13:29-07:00."));
    }

    private static readonly OffsetDateTimePattern WithoutSeconds = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mmo<Z+HH:mm>");

    private FieldFault? Required(Func<string, string> field)
    {
        foreach (var column in (ReadOnlySpan<string>)["recordId", "surname", "releasedAt", "station", "pathway"])
        {
            if (!IsVisible(field(column)))
            {
                return new FieldFault(column, "value-missing", column == "surname" ? "surname is empty. Write 'unknown' when nobody knows it." : $"{column} is empty.");
            }
        }

        var programme = installation.Programme;
        if (!programme.Stations.ContainsKey(field("station")))
        {
            return new FieldFault("station", "unknown-station", $"station '{Short(field("station"))}' is not in the programme. It knows {string.Join(", ", programme.Stations.Keys)}.");
        }

        // "none" is read here and judged by the rule: only a child without an adult is on no pathway.
        return programme.Pathways.ContainsKey(field("pathway")) || field("pathway") == Pathway.None
            ? null
            : new FieldFault("pathway", "unknown-pathway", $"pathway '{Short(field("pathway"))}' is not in the programme. It knows {string.Join(", ", programme.Pathways.Keys)}.");
    }

    private static ImmutableSortedDictionary<string, string>? Others(IReadOnlyDictionary<string, string> fields)
    {
        var others = fields.Where(f => !Known.Contains(f.Key) && f.Value.Length > 0).ToImmutableSortedDictionary(StringComparer.Ordinal);
        return others.Count > 0 ? others : null;
    }

    /// <summary>Over every field that was sent but the time of amendment, in the order of their names: column order and empty columns make no difference.</summary>
    private string ContentHash(IReadOnlyDictionary<string, string> fields)
    {
        var text = new StringBuilder(256);
        foreach (var (column, value) in fields.Where(f => f.Value.Length > 0 && f.Key != "amendedAt").OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            text.Append(column).Append('\u001f').Append(value).Append('\u001e');
        }

        return Convert.ToBase64String(installation.Store.Key.Lookup("content", text.ToString()));
    }

    /// <summary>Zero-width characters alone are no name that anybody could find again.</summary>
    private static bool IsVisible(string text) => text.Any(c => !char.IsWhiteSpace(c) && char.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.Control));

    private static string? Letters(string text, int length, bool upper) =>
        text.Length == length && text.AsSpan().IndexOfAnyExceptInRange(upper ? 'A' : 'a', upper ? 'Z' : 'z') < 0 ? text : null;

    private static string Short(string text) => text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 40), "...");
}
