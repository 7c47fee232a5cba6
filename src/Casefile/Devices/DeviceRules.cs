using NodaTime;
using Throughline.Casefile.Handoffs;
using Throughline.Casefile.Obligations;
using Throughline.Casefile.Orders;

namespace Throughline.Casefile.Devices;

/// <summary>A unit as the inventory knows it at the moment of the act.</summary>
/// <param name="Held">The case that has it; null: it is in the cupboard.</param>
public sealed record Unit(long Number, string Label, string Model, bool IsInUse, CaseId? Held);

/// <summary>A device is worn because an order says so, on a body that bears it, until the order ends or somebody decides otherwise.</summary>
public static class DeviceRules
{
    public const string Broken = "broken";

    public static readonly IReadOnlyList<(string Code, string Words)> Checks =
    [
        ("signal", "A position came in while the person stood here"), ("fit", "Two fingers fit under the strap, and it does not press"), ("both", "Both: a position came in, and it does not press"),
    ];

    public static readonly IReadOnlyList<(string Code, string Words)> Conditions =
    [
        ("good", "Works and is whole"), ("worn", "Worn, needs a new strap or battery"), (Broken, "Does not work"),
    ];

    public static readonly Refusal NoDeviceOrdered = new("no-device-ordered", "The order asks for no device. A device takes an order that names one.");

    public static readonly Refusal ScreenNeeded = new("health-screen-needed", "Ask the health questions first: nobody wears a device that harms them.");

    public static readonly Refusal HealthAgainst = new("health-against-device", "The health screen speaks against a device. Make the terms milder, or ask a superior to allow it in spite of that.");

    public static readonly Refusal HasOne = new("device-assigned-already", "A device is assigned to this person already. Record its return, its loss or its replacement.");

    public static readonly Refusal NoSuchUnit = new("no-such-device", "No such device is in the inventory.");

    public static readonly Refusal UnitNotInUse = new("device-not-in-use", "This device is out of use. Take another one.");

    public static readonly Refusal HasNone = new("no-device", "No device is assigned to this person.");

    public static readonly Refusal FittedAlready = new("device-fitted-already", "This device is fitted already.");

    public static readonly Refusal PlaceNeeded = new("fitting-place-needed", "Say where the device was fitted.");

    public static readonly Refusal FitterNeeded = new("fitter-needed", "Say who fitted the device.");

    public static readonly Refusal CheckNeeded = new("fitting-check-needed", "Say how it was checked that the device works and does not press.");

    public static readonly Refusal ConfirmedAlready = new("device-confirmed-already", "It is recorded already that this device is here.");

    public static readonly Refusal NotAcceptedYet = new("device-on-its-way", "The hand-off is not accepted yet. The device is confirmed by the office that accepts it.");

    public static readonly Refusal ConditionNeeded = new("device-condition-needed", "Say in what state the device came back.");

    public static Refusal UnitHeld(CaseId by) => new("device-held", $"This device is with case {by}. Record its return there first.");

    /// <summary>The order asks for a device now, and of somebody who is of age.</summary>
    internal static Decision MayHave(Case state, Instant now) =>
        RenewalRules.Running(state, now) is not { } order ? RenewalRules.NoOrder
        : state.Release is { IsMinor: true } ? RenewalRules.ChildHasNoTerms
        : order.Technology != Levels.Device || state.SuspendedAt is not null ? NoDeviceOrdered
        : Decision.Nothing;

    public static Decision Assign(Case state, Unit? unit, Guid assignment, int intervalSeconds, int rawDays, Instant now) =>
        state.Devices.Current is not null ? HasOne : AssignNext(state, unit, assignment, intervalSeconds, rawDays, now);

    public static Decision Fit(Case state, string? where, string? by, string? howChecked, Instant now) =>
        state.Devices.Current is not { } device ? HasNone
        : MayHave(state, now).Refused is { } no ? no
        : device.FittedAt is not null ? FittedAlready
        : state.Devices.Screen is not { LetsThrough: true } ? HealthAgainst
        : string.IsNullOrWhiteSpace(where) ? PlaceNeeded
        : string.IsNullOrWhiteSpace(by) ? FitterNeeded
        : Checks.All(c => c.Code != howChecked) ? CheckNeeded
        : Decision.Of(state.Id, now, new DeviceFitted(device.Assignment, where.Trim(), howChecked!, by.Trim()));

    /// <summary>What travelled with the hand-off is here. Where it is not, its loss is recorded: the person wears nothing that nobody has seen.</summary>
    public static Decision Confirm(Case state, Instant now) =>
        state.Devices.Current is not { } device ? HasNone
        : device.IsConfirmed ? ConfirmedAlready
        : state.Handoff.State != HandoffState.Accepted ? NotAcceptedYet
        : Decision.Of(state.Id, now, new DeviceConfirmed(device.Assignment));

    public static Decision Return(Case state, string? condition, string? note, Instant now) =>
        state.Devices.Current is not { } device ? HasNone
        : Conditions.All(c => c.Code != condition) ? ConditionNeeded
        : Decision.Of(state.Id, now, new DeviceReturned(device.Assignment, false, condition!, Given(note)));

    public static Decision Lose(Case state, string? note, Instant now) =>
        state.Devices.Current is not { } device ? HasNone
        : Given(note) is not { } words ? MissRules.ReasonNeeded
        : Decision.Of(state.Id, now, new DeviceLost(device.Assignment, words));

    /// <summary>One comes back and another goes out, in one act: a person is never recorded with two.</summary>
    public static Decision Replace(Case state, Unit? unit, Guid assignment, string? condition, string? note, int intervalSeconds, int rawDays, Instant now)
    {
        if (state.Devices.Current is not { } device)
        {
            return HasNone;
        }

        return Conditions.All(c => c.Code != condition) ? ConditionNeeded
            : Decision.Of(state.Id, now, new DeviceReturned(device.Assignment, true, condition!, Given(note))).And(AssignNext(state, unit, assignment, intervalSeconds, rawDays, now));
    }

    /// <summary>Whether such an event can end what a device was worn for.</summary>
    public static bool MayEnd(CaseEvent e) => e is OrderEnded or Closing.CaseClosed or Closing.CaseSuspended or TermsEased or StepUpWithdrawn;

    /// <summary>The device is asked back in the same act that ends what it was worn for.</summary>
    public static Decision AskBack(Case after, Instant now) =>
        after.Devices.Current is not { AskedBackAt: null } device ? Decision.Nothing
        : WhyNoMore(after) is { } because ? Decision.Of(after.Id, now, new DeviceAskedBack(device.Assignment, because))
        : Decision.Nothing;

    /// <summary>Why nothing may be collected any more, or null. An order that nobody has swept yet has ended all the same: see its end.</summary>
    public static string? WhyNoMore(Case state) =>
        state.Closed is not null ? "The case is closed."
        : state.SuspendedAt is not null ? "The case is suspended."
        : state.Order is null || state.OrderHasEnded ? "The order has ended."
        : state.Order.Technology != Levels.Device ? "The order asks for no device any more."
        : null;

    private static Decision AssignNext(Case state, Unit? unit, Guid assignment, int intervalSeconds, int rawDays, Instant now) =>
        MayHave(state, now).Refused is { } no ? no
        : state.Devices.Screen is not { } screen ? ScreenNeeded
        : !screen.LetsThrough ? HealthAgainst
        : unit is null ? NoSuchUnit
        : !unit.IsInUse ? UnitNotInUse
        : unit.Held is { } by ? UnitHeld(by)
        : Decision.Of(state.Id, now, new DeviceAssigned(assignment, unit.Number, unit.Label, unit.Model, intervalSeconds, rawDays));

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
