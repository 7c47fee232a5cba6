using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile.Addresses;

namespace Throughline.Casefile.Programmes;

/// <summary>
/// The versioned configuration that every rule reads: who releases, who receives, on which terms, within which times.
/// Immutable; a change is a new version. <see cref="Version"/> is the declared version, a plus sign and the first
/// 16 hex digits of the SHA-256 of the files' content, so an event can name exactly the text that it was decided under.
/// </summary>
public sealed record Programme
{
    public required string Name { get; init; }
    public required string Version { get; init; }
    public required LocalDate InForceFrom { get; init; }
    /// <summary>The last day in force; null while no end is declared.</summary>
    public LocalDate? InForceUntil { get; init; }
    /// <summary>True: offices, phones and periods are invented, and every page must say so.</summary>
    public required bool IsDemonstration { get; init; }
    public required ImmutableSortedDictionary<string, Pathway> Pathways { get; init; }
    public required ImmutableSortedDictionary<string, Station> Stations { get; init; }
    /// <summary>Every receiving office by its code, the intake desk and the child-welfare desk among them.</summary>
    public required ImmutableSortedDictionary<string, Office> Offices { get; init; }
    public required string IntakeDeskCode { get; init; }
    public required string ChildWelfareDeskCode { get; init; }
    public required ImmutableArray<NoticeKind> NoticeKinds { get; init; }
    public required Channels Channels { get; init; }
    public required ReasonCodes ReasonCodes { get; init; }
    public required ImmutableArray<RetentionClass> Retention { get; init; }
    public required Settings Settings { get; init; }

    public DeviceProgramme Devices { get; init; } = DeviceProgramme.None;

    /// <summary>What devices report: who is told when, and the causes that may close it.</summary>
    public required AlertTerms Alerts { get; init; }

    /// <summary>When milder terms are granted: published, shown to the person, and what an answer must name.</summary>
    public required ImmutableArray<Criterion> StepDownCriteria { get; init; }

    /// <summary>The office that owns every case whose destination leads to no other.</summary>
    public Office IntakeDesk => Offices[IntakeDeskCode];

    /// <summary>The desk that meets a child who has no adult. It books no slots and supervises nobody.</summary>
    public Office ChildWelfareDesk => Offices[ChildWelfareDeskCode];

    /// <summary>
    /// The office that follows from where the person is going; never null. <paramref name="stateOfPostcode"/> is the state
    /// in which the postcode lies, where the caller has looked it up; null when nobody looked or there is no such postcode.
    /// A postcode that lies in another state than the written one names two places, so it leads to the intake desk:
    /// a wrong office would send a household hundreds of miles, the intake desk costs one question.
    /// </summary>
    public Destination DestinationOf(Address address, string? stateOfPostcode = null) =>
        Destinations.Find(this, address, stateOfPostcode);

    /// <summary>Where a child without an adult goes, whatever the address.</summary>
    public Destination DestinationOfChildAlone() =>
        new(ChildWelfareDesk, false, $"{ChildWelfareDesk.Name}: it meets every child without an adult, on no pathway");
}

/// <summary>The office responsible for an address, and the sentence that says why it is.</summary>
public sealed record Destination(Office Office, bool IsIntakeDesk, string Because);

/// <summary>A releasing place. <see cref="Zone"/> decides on which legal day a release falls.</summary>
public sealed record Station(string Code, string Name, DateTimeZone Zone, string Phone);

/// <summary>One criterion for milder terms, in the languages of the person's pages.</summary>
public sealed record Criterion(string English, string Spanish);

/// <summary>A document that a release gives to the person; <see cref="Code"/> as in URLs, for example <c>notice-to-report</c>.</summary>
public sealed record NoticeKind(string Code, string Name);
