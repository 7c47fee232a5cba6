using NodaTime;
using Throughline.Casefile;
using Throughline.Casefile.Devices;
using Throughline.Casefile.Enrolments;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Orders;

namespace Throughline.Storage.Reading;

/// <summary>One thing about somebody's terms that waits for the office. It is work from <paramref name="Since"/> on.</summary>
/// <param name="Number">The line that it is about; 0 for the order itself.</param>
internal sealed record Wait(string Kind, int Number, string Office, Instant Since, Instant Until);

/// <summary>What waits in one case: a pure function of its state, so that a rebuild gives the same rows.</summary>
internal static class Waits
{
    /// <summary>So long before its day the review of an order is work.</summary>
    public static readonly Duration ReviewAhead = Duration.FromDays(14);

    // A second person is asked today and has the next two days, as a station has for what a release lacks.
    private static readonly Duration ForSecond = Duration.FromHours(48);

    private static readonly Duration EnrolWithin = Duration.FromDays(14);

    private static readonly Duration BackWithin = Duration.FromDays(7);

    public static IReadOnlyList<Wait> Of(Case state)
    {
        if (state.Devices.Current is { } device && state.Release is not null)
        {
            return [.. OfTerms(state), .. OfDevice(state, device)];
        }

        return OfTerms(state);
    }

    /// <summary>What travelled with the hand-off is looked for, and what is over is fetched: also in a case that is closed.</summary>
    private static IEnumerable<Wait> OfDevice(Case state, WornDevice device)
    {
        if (device.AskedBackAt is { } asked)
        {
            yield return new Wait(WorkKind.DeviceBack, 0, state.Responsible, asked, asked + BackWithin);
        }
        else if (!device.IsConfirmed && state.Handoff is { State: HandoffState.Accepted, AnsweredAt: { } accepted })
        {
            yield return new Wait(WorkKind.DeviceHere, 0, state.Responsible, accepted, accepted + ForSecond);
        }
        else if (device.FittedAt is null)
        {
            yield return new Wait(WorkKind.DeviceFit, 0, state.Responsible, device.AssignedAt, device.AssignedAt + EnrolWithin);
        }
    }

    private static IReadOnlyList<Wait> OfTerms(Case state)
    {
        if (state is { Closed: not null } or { Release: null } || (state.Order is null && state.Supervision.Proposals.IsEmpty))
        {
            return [];
        }

        var found = new List<Wait>();
        if (state is { OrderHasEnded: false, Order: { ReviewOn: { } day, Ends: var ends }, Release.IsMinor: false })
        {
            // The day is a legal one of the place; its noon UTC is that day everywhere between the oceans.
            var on = Instant.Min((day + LocalTime.Noon).InUtc().ToInstant(), ends);
            found.Add(new Wait(WorkKind.Order, 0, state.Responsible, on - ReviewAhead, on));
        }

        if (!state.OrderHasEnded)
        {
            found.AddRange(state.Supervision.Representations.Where(r => r.IsOpen).Select(r => new Wait(WorkKind.Representation, r.Number, state.Responsible, r.At, r.AnswerBy)));
            found.AddRange(state.Supervision.StepDowns.Where(r => r.IsOpen).Select(r => new Wait(WorkKind.StepDown, r.Number, state.Responsible, r.At, r.AnswerBy)));
        }

        if (EnrolmentRules.IsMissing(state) && state.Handoff is { State: HandoffState.Accepted, AnsweredAt: { } accepted })
        {
            // Before the person comes, if a place is booked.
            var since = state.Supervision.StepUps.LastOrDefault(s => !s.IsWithdrawn && s.Technology == state.Order!.Technology)?.At ?? accepted;
            found.Add(new Wait(WorkKind.Enrol, 0, state.Responsible, since, state.Slot is { } slot && slot.At > since ? slot.At : since + EnrolWithin));
        }

        found.AddRange(state.Supervision.Proposals.Select(p => new Wait(
            WorkKind.Sign, p.Number, state.Responsible, p.At, p.What is RenewalProposed && state.Order is { } order ? Instant.Min(p.At + ForSecond, order.Ends) : p.At + ForSecond)));
        return found;
    }
}
