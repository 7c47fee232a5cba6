using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NodaTime;
using Throughline.Casefile.Addresses;
using Throughline.Casefile.Households;

namespace Throughline.Casefile.Releases;

/// <summary>
/// What the releasing agency wrote about one person. Required are the record's number, a surname (or "unknown"), the instant and the station;
/// everything else may be missing and is then the station's work. A value that cannot be right is kept in <see cref="AsWritten"/> under its column's name.
/// </summary>
public sealed record ReleaseRecord
{
    public required string RecordId { get; init; }
    public string? ANumber { get; init; }
    public string? FamilyUnitId { get; init; }
    public string GivenName { get; init; } = "";
    public required string Surname { get; init; }
    public LocalDate? BirthDate { get; init; }
    public string? Sex { get; init; }
    public string? Nationality { get; init; }
    public string? Language { get; init; }
    public bool? InterpreterNeeded { get; init; }
    public Address Address { get; init; } = Address.None;
    public string? Phone { get; init; }
    public ImmutableSortedDictionary<string, string>? AsWritten { get; init; }
    public ImmutableSortedDictionary<string, string>? OtherColumns { get; init; }

    /// <summary>The name as it is shown; never empty. Not stored: it follows from the two names.</summary>
    [JsonIgnore]
    public string FullName => $"{GivenName} {Surname}".Trim();
}

public enum AgeBand { Unknown, Under18, From18To24, From25To39, From40To64, From65 }

/// <summary>Whether the record carries an A-number, for figures that outlive the person's data.</summary>
public enum ANumberState { Present, Missing, Malformed }

/// <summary>Where a record came from, so that the same line read twice is told from a record sent twice.</summary>
/// <param name="Name">SHA-256 of the file, or the name of the API key or page.</param>
/// <param name="Line">The line of the file on which the record starts; 0 where there is no file.</param>
public sealed record Source(string Name, int Line);

[EventName("person-released")]
public sealed record PersonReleased(
    string Station,
    string Pathway,
    OffsetDateTime ReleasedAt,
    HouseholdId? Household,
    string? Nationality,
    AgeBand AgeBand,
    ANumberState ANumber,
    AddressGrade AddressGrade,
    bool IsHistory,
    bool AfterPathwayEnded,
    Source Source,
    [property: Personal] ReleaseRecord Record,
    [property: Personal] string ContentHash,
    Instant? AmendedAt = null) : CaseEvent;

/// <summary>The sender, or the station, wrote the record anew: the whole of it, so that the last one stands alone.</summary>
[EventName("release-corrected")]
public sealed record ReleaseCorrected(
    OffsetDateTime ReleasedAt,
    string Station,
    string Pathway,
    string? Nationality,
    AgeBand AgeBand,
    ANumberState ANumber,
    AddressGrade AddressGrade,
    Instant? AmendedAt,
    Source Source,
    [property: Personal] ReleaseRecord Record,
    [property: Personal] string ContentHash) : CaseEvent;

[EventName("release-sent-again")]
public sealed record ReleaseSentAgain(Source Source) : CaseEvent;
