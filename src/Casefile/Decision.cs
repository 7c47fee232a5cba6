using System.Collections.Immutable;
using NodaTime;

namespace Throughline.Casefile;

/// <summary>Why a rule says no: a stable code for machines and one sentence for people. A value, never an exception.</summary>
public sealed record Refusal(string Code, string Sentence);

/// <summary>An event that a rule decided and that nobody has written down yet.</summary>
public readonly record struct NewEvent(CaseId Case, CaseEvent Event, Instant OccurredAt);

/// <summary>What a rule answers: events (none, when nothing changes), or a refusal.</summary>
public sealed record Decision
{
    public static readonly Decision Nothing = new();

    public ImmutableArray<NewEvent> Events { get; private init; } = [];

    public Refusal? Refused { get; private init; }

    public static Decision Of(CaseId @case, Instant occurredAt, params ReadOnlySpan<CaseEvent> events)
    {
        var list = ImmutableArray.CreateBuilder<NewEvent>(events.Length);
        foreach (var e in events)
        {
            list.Add(new NewEvent(@case, e, occurredAt));
        }

        return new Decision { Events = list.MoveToImmutable() };
    }

    /// <summary>Both, or the first refusal: an act on a household happens to all of its members or to none.</summary>
    public Decision And(Decision other) =>
        Refused is not null ? this : other.Refused is not null ? other : new Decision { Events = [.. Events, .. other.Events] };

    public static implicit operator Decision(Refusal refusal) => new() { Refused = refusal };
}
