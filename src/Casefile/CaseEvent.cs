using NodaTime;

namespace Throughline.Casefile;

/// <summary>
/// One thing that happened to a case, in the past tense. The family is closed: every member carries an <see cref="EventNameAttribute"/>,
/// is folded by <see cref="Case"/> and has an approved text of its stored form.
/// </summary>
public abstract record CaseEvent;

/// <summary>The stable stored name of an event type. It outlives every rename in the code.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class EventNameAttribute(string name, int version = 1) : Attribute
{
    public string Name { get; } = name;

    public int Version { get; } = version;
}

/// <summary>Marks what is stored only encrypted under the person's own key: destroying that key must erase it.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PersonalAttribute : Attribute;

/// <summary>Who acts: a role of the word list, a name, and the station, office or system they act for.</summary>
public sealed record Actor(string Role, string Name, string? Place = null)
{
    public static Actor Machine(string name) => new("machine", name);

    public override string ToString() => $"{Role}|{Place}|{Name}";

    public static Actor Parse(string stored)
    {
        var parts = stored.Split('|', 3);
        return parts.Length == 3 ? new Actor(parts[0], parts[2], parts[1].Length == 0 ? null : parts[1]) : Machine(stored);
    }
}

/// <summary>An event as it stands in the log. Occurred and recorded are different instants, and both matter.</summary>
public sealed record RecordedEvent(
    CaseId Case,
    int Version,
    Instant OccurredAt,
    Instant RecordedAt,
    Actor Who,
    string? Why,
    string? Evidence,
    CaseEvent Event);
