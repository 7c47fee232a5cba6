using System.Collections.Immutable;
using NodaTime;
using Throughline.Casefile.Decisions;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Orders;

namespace Throughline.Casefile.Devices;

/// <summary>What was answered before a device. <paramref name="IsAllowed"/>: a superior signed although something speaks against it.</summary>
public sealed record HealthScreen(int Line, Instant At, bool IsClear, string Yes, string? Note, bool IsAllowed = false)
{
    public bool LetsThrough => IsClear || IsAllowed;
}

/// <summary>One device of this case, worn or still to be fitted, or what became of it.</summary>
public sealed record WornDevice(Guid Assignment, long Device, string Label, string Model, Instant AssignedAt)
{
    public Instant? FittedAt { get; init; }

    /// <summary>False while it travels with a hand-off, until the office has seen it.</summary>
    public bool IsConfirmed { get; init; }
    public Instant? AskedBackAt { get; init; }

    /// <summary><c>returned</c>, <c>replaced</c>, <c>broken</c> or <c>lost</c>: after the last two nobody gets it before somebody has found or mended it.</summary>
    public (string How, Instant At)? Ended { get; init; }
}

/// <summary>A stricter term with the lines it rests on, and what held before it.</summary>
public sealed record DeviceStep(int Line, ZoneTerms? Zone, CollectionTerms? Collection, ZoneTerms? ZoneBefore, CollectionTerms? CollectionBefore, ImmutableArray<int> Grounds, bool IsWithdrawn = false);

public sealed record LifePlace(Guid Id, string Kind, string Name, string At);

/// <summary>Devices of a case, what they may collect, and the zones of the order: a fold beside the order itself.</summary>
public sealed record DeviceFile
{
    public ImmutableList<HealthScreen> Screens { get; init; } = [];
    public ImmutableList<WornDevice> Worn { get; init; } = [];
    public ImmutableList<ZoneTerms> Zones { get; init; } = [];
    public ImmutableList<DeviceStep> Steps { get; init; } = [];
    public ImmutableList<LifePlace> Places { get; init; } = [];

    /// <summary>Null before the first device.</summary>
    public CollectionTerms? Collection { get; init; }

    /// <summary>The one that is with the person or on its way: at most one.</summary>
    public WornDevice? Current => Worn.FindLast(d => d.Ended is null);

    public HealthScreen? Screen => Screens.Count == 0 ? null : Screens[^1];

    /// <summary>Another order has its own zones.</summary>
    public DeviceFile WithNewOrder() => this with { Zones = [], Steps = [], Collection = null };

    /// <summary>The case goes on: what was asked back for its standing still may stay where it is.</summary>
    public DeviceFile GoesOn() => this with { Worn = Worn.ConvertAll(d => d.Ended is null ? d with { AskedBackAt = null } : d) };
}

/// <summary>The events about devices, taken out of <see cref="Case"/> for their number.</summary>
internal static class DeviceFold
{
    public static bool Takes(CaseEvent e) => e is HealthScreened or DeviceDespiteHealthProposed or DeviceAllowed or DeviceAssigned or DeviceFitted or DeviceConfirmed or DeviceAskedBack
        or DeviceReturned or DeviceLost or DeviceTermsProposed or DeviceTermsMadeStricter or DeviceTermsEased or DeviceTermsWithdrawn or PlaceNoted or PlaceForgotten;

    public static Case On(Case state, RecordedEvent recorded)
    {
        var (now, line, at) = (state.Devices, recorded.Version, recorded.OccurredAt);
        return recorded.Event switch
        {
            HealthScreened e => state with { Devices = now with { Screens = now.Screens.Add(new HealthScreen(line, at, e.IsClear, e.Yes, e.Note)) } },
            DeviceDespiteHealthProposed or DeviceTermsProposed => state with
            {
                Supervision = state.Supervision with { Proposals = state.Supervision.Proposals.Add(new Proposal(line, recorded.Event, recorded.Who, recorded.RecordedAt)) },
            },
            DeviceAllowed e => SupervisionFold.Decided(state, e.Proposal) with { Devices = now with { Screens = now.Screens.ConvertAll(s => s.Line == e.Screen ? s with { IsAllowed = true } : s) } },
            DeviceAssigned e => state with
            {
                Devices = now with
                {
                    Collection = now.Collection ?? new CollectionTerms(e.IntervalSeconds, e.RawDays, null),
                    Worn = now.Worn.Add(new WornDevice(e.Assignment, e.Device, e.Label, e.Model, at) { IsConfirmed = state.Handoff.State is HandoffState.Accepted or HandoffState.Inherited }),
                },
            },
            DeviceFitted e => With(state, e.Assignment, d => d with { FittedAt = at }),
            DeviceConfirmed e => With(state, e.Assignment, d => d with { IsConfirmed = true }),
            DeviceAskedBack e => With(state, e.Assignment, d => d with { AskedBackAt = at }),
            DeviceReturned e => With(state, e.Assignment, d => d with { Ended = (e.Condition == DeviceRules.Broken ? "broken" : e.IsReplaced ? "replaced" : "returned", at) }),
            DeviceLost e => With(state, e.Assignment, d => d with { Ended = ("lost", at) }),
            DeviceTermsMadeStricter e => Stricter(SupervisionFold.Decided(state, e.Proposal), e, line),
            DeviceTermsEased e => state with
            {
                Devices = now with
                {
                    Collection = e.Collection ?? now.Collection,
                    Zones = e.Without is { } gone ? now.Zones.RemoveAll(z => z.Id == gone) : e.Zone is { } zone ? now.Zones.ConvertAll(z => z.Id == zone.Id ? zone : z) : now.Zones,
                },
            },
            DeviceTermsWithdrawn e => Withdraw(state, e.Line),
            PlaceNoted e => state with { Devices = now with { Places = now.Places.Add(new LifePlace(e.Place, e.Kind, e.Name, e.At)) } },
            PlaceForgotten e => state with { Devices = now with { Places = now.Places.RemoveAll(p => p.Id == e.Place) } },
            _ => throw new InvalidOperationException($"No fold for {recorded.Event.GetType().Name}."),
        };
    }

    /// <summary>Back to what held before the step, or to what was made milder since, whichever asks for less.</summary>
    internal static Case Withdraw(Case state, int line)
    {
        if (state.Devices.Steps.Find(s => s.Line == line && !s.IsWithdrawn) is not { } gone)
        {
            return state;
        }

        var now = state.Devices;
        var zones = gone.Zone is not { } added ? now.Zones
            : gone.ZoneBefore is not { } before ? now.Zones.RemoveAll(z => z.Id == added.Id)
            : now.Zones.ConvertAll(z => z.Id == added.Id && !z.IsAtMost(before) ? before : z);
        var collection = gone.CollectionBefore is { } less && now.Collection?.IsAtMost(less) != true ? less : now.Collection;
        return state with { Devices = now with { Zones = zones, Collection = collection, Steps = now.Steps.ConvertAll(s => s.Line == line ? s with { IsWithdrawn = true } : s) } };
    }

    private static Case Stricter(Case state, DeviceTermsMadeStricter e, int line)
    {
        var now = state.Devices;
        var before = e.Zone is { } zone ? now.Zones.Find(z => z.Id == zone.Id) : null;
        var step = new DeviceStep(line, e.Zone, e.Collection, before, e.Collection is null ? null : now.Collection, e.Grounds);
        return state with
        {
            Devices = now with
            {
                Steps = now.Steps.Add(step),
                Collection = e.Collection ?? now.Collection,
                Zones = e.Zone is null ? now.Zones : before is null ? now.Zones.Add(e.Zone) : now.Zones.ConvertAll(z => z.Id == before.Id ? e.Zone : z),
            },
        };
    }

    private static Case With(Case state, Guid assignment, Func<WornDevice, WornDevice> change) => state with
    {
        Devices = state.Devices with { Worn = state.Devices.Worn.ConvertAll(d => d.Assignment == assignment ? change(d) : d) },
    };
}
